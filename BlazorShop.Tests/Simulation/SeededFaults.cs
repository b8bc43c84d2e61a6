using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Simulation;

/// <summary>How each of them is made: the shop with this one mistake in it.</summary>
internal static partial class SeededFaults
{
    private const string IgnoreChecks = "PRAGMA ignore_check_constraints=ON;";
    // The greatest that a schedule may draw for itself, or a little more.
    private const double Flaky = 0.2;
    private const double Interrupted = 0.15;
    private const double Mortal = 0.08;
    private const double Odd = 0.3;
    private const string BookTwice = "DROP INDEX IX_JournalEntries_EffectKey_Provider;";

    public static Seeded Make(SeededFault fault) => fault switch
    {
        SeededFault.TwoFormsForACart => new Seeded { Prepare = "DROP INDEX IX_Payments_OneLivePerCart" },
        SeededFault.TwoFormsForAnOrder => new Seeded
        {
            Prepare = "DROP INDEX IX_Payments_OneLivePerOrder; DROP INDEX IX_Payments_OrderId_Attempt; DROP INDEX IX_Payments_IdempotencyKey_Provider",
            Needs = ["PayAgain"],
            When = odds => odds with { Between = Interrupted },
        },
        SeededFault.RandomKeyForAForm => new Seeded { Provider = (g, _) => new RandomKeys(g) { Forms = true } },
        SeededFault.RandomKeyForARefund => new Seeded
        {
            Provider = (g, _) => new RandomKeys(g) { Refunds = true },
            Needs = ["RefundByStaff", "RefundOfPayment"],
            When = odds => odds with { Fault = Flaky, Between = Interrupted },
        },
        SeededFault.RandomKeyForABuyer => new Seeded { Provider = (g, _) => new RandomKeys(g) { Buyers = true } },
        SeededFault.FormsAreNotReallyClosed => new Seeded { Provider = (g, _) => new Unclosed(g) },
        SeededFault.AnswersComeFromMemory => new Seeded { Provider = (g, u) => new Remembering(g, u) },
        SeededFault.EventsAreBelieved => new Seeded { Provider = (g, u) => new Believing(g, u) },
        SeededFault.NoAnswerMeansNoForm => new Seeded
        {
            Provider = (g, _) => new Hasty(g) { Forms = true },
            When = odds => odds with { Fault = Flaky },
        },
        SeededFault.NoAnswerMeansNoRefund => new Seeded
        {
            Provider = (g, _) => new Hasty(g) { Refunds = true },
            Understands = (e, _) => !e.Type.Contains("refund", StringComparison.Ordinal),
            Needs = ["RefundByStaff"],
            When = odds => odds with { Fault = Flaky },
        },
        SeededFault.ACallWithinATransaction => new Seeded
        {
            Before = async (_, happened, _, gateway) =>
            {
                if (happened is PaymentEvent.Succeeded)
                    await gateway.GetSessionAsync(happened.Payment.SessionReference!, default);
                return happened;
            },
        },
        SeededFault.NoMailForAPaidOrder => new Seeded { Mails = key => !key.EndsWith(":confirmed", StringComparison.Ordinal) },
        SeededFault.StockIsNeverTaken => new Seeded { Sql = (sql, _) => Is(sql, "UPDATE \"StockItems\"", "SET \"OnHand\"") ? sql + " AND 0" : sql },
        SeededFault.StockIsTakenTwice => new Seeded
        {
            Prepare = IgnoreChecks,
            Sql = (sql, _) => Is(sql, "UPDATE \"StockItems\"", "SET \"OnHand\"") ? sql.Replace("\"OnHand\" - ", "\"OnHand\" - 1 - ", StringComparison.Ordinal) : sql,
        },
        SeededFault.StockIsPromisedWithoutLooking => new Seeded
        {
            Prepare = IgnoreChecks,
            Sql = (sql, _) => Is(sql, "UPDATE \"StockItems\"", ">=") ? Cut(sql, " AND \"s\".\"OnHand\"") : sql,
        },
        SeededFault.ReservationsMoveFromAnyState => new Seeded
        {
            Prepare = IgnoreChecks,
            Sql = (sql, _) => Is(sql, "UPDATE \"Reservations\"", "\"State\" = ") ? Cut(sql, " AND \"r\".\"State\" = ") : sql,
            // A payment that is told twice, as a second worker would.
            Before = async (db, happened, stock, _) =>
            {
                if (happened is PaymentEvent.Expired)
                    await stock.ReleaseAsync(db, happened.Payment.Id, default);
                return happened;
            },
        },
        SeededFault.GoodsAreReleasedWhenTheFormOpens => Releasing<PaymentEvent.Opened>(),
        SeededFault.GoodsAreReleasedWhileTheBankThinks => Releasing<PaymentEvent.Processing>(),
        SeededFault.GoodsAreNeverReleased => new Seeded { Before = (_, happened, _, _) => Task.FromResult(happened is PaymentEvent.Expired ? null : happened) },
        SeededFault.RefundsAreAddedUp => new Seeded
        {
            Before = async (db, happened, _, _) => happened is PaymentEvent.Refunded refunded
                ? refunded with { Total = refunded.Refund.Amount with { Minor = refunded.Refund.Amount.Minor + (await db.Orders.SingleAsync(o => o.Id == refunded.Payment.OrderId)).Refunded } }
                : happened,
        },
        SeededFault.SecondPaymentIsKept => new Seeded { After = (db, happened) => Forget(db, happened is PaymentEvent.Succeeded { Payment.InSuspense: true }) },
        SeededFault.SecondPaymentConfirmsAgain => new Seeded
        {
            After = (_, happened) => happened.Payment.InSuspense = false,
        },
        SeededFault.UnfulfillableIsKept => new Seeded { After = (db, happened) => Forget(db, happened is PaymentEvent.Succeeded { Payment.InSuspense: false }) },
        SeededFault.PaymentIsBookedAtEachEvent => new Seeded
        {
            Prepare = BookTwice,
            Sql = (sql, inTransaction) => inTransaction && Is(sql, "SELECT \"p\".\"Id\"", "FROM \"Payments\" AS \"p\"")
                ? Once(sql, "\"p\".\"State\"", "CASE \"p\".\"State\" WHEN 'Paid' THEN 'Open' ELSE \"p\".\"State\" END AS \"State\"")
                : sql,
        },
        SeededFault.RefundIsBookedAtEachEvent => new Seeded
        {
            Prepare = BookTwice,
            Sql = (sql, inTransaction) => inTransaction && Is(sql, "SELECT \"r\".\"Id\"", "FROM \"Refunds\" AS \"r\"")
                ? Once(sql, "\"r\".\"State\"", "'Requested' AS \"State\"")
                : Is(sql, "SELECT EXISTS", "FROM \"JournalEntries\"") ? "SELECT 0" : sql,
        },
        SeededFault.DisputeIsBookedAtEachEvent => new Seeded
        {
            Prepare = BookTwice,
            Sql = (sql, _) => Is(sql, "SELECT \"d\".", "FROM \"Disputes\"") ? Once(sql, "\"d\".\"FundsWithdrawn\"", "0 AS \"FundsWithdrawn\"") : sql,
        },
        SeededFault.AcknowledgedBeforeStored => new Seeded
        {
            AcknowledgesFirst = true,
            Needs = ["Deliver"],
            When = odds => odds with { Crash = Mortal, Lost = 0 },
        },
        SeededFault.AppliedBeforeDone => new Seeded
        {
            Provider = (g, _) => new Unlisted(g),
            Understands = (stored, universe) =>
            {
                universe.Execute($"UPDATE InboxEvents SET State = 'Applied', AppliedAt = ReceivedAt WHERE Id = '{stored.Id}'");
                return true;
            },
        },
        SeededFault.EndOfADisputeIsNotHeard => new Seeded
        {
            Provider = (g, _) => new Unlisted(g),
            Needs = ["Dispute", "DecideDispute"],
            Understands = (stored, _) => stored.Type is not ("charge.dispute.closed" or "charge.dispute.funds_reinstated"),
        },
        SeededFault.FailureOfARefundIsNotHeard => new Seeded
        {
            Provider = (g, _) => new Unlisted(g),
            Needs = ["RefundByStaff", "RefundByProvider", "DecideRefund"],
            Understands = (stored, _) => stored.Type != "refund.failed",
        },
        SeededFault.NoHealerRuns => new Seeded { Without = [Work.Webhooks, Work.Returns, Work.Reconciliation] },
        SeededFault.NoInboxRuns => new Seeded { Without = [Work.Inbox] },
        SeededFault.ChangedCartsKeepTheirForm => new Seeded { Without = [Work.Reservations] },
        SeededFault.NoReconciliationRuns => new Seeded { Without = [Work.Reconciliation] },
        SeededFault.EventsListIsNotRead => new Seeded { Provider = (g, u) => new NoEvents(new Unlisted(g), u) },
        SeededFault.WatermarkBeforeTheEventsAreRead => new Seeded
        {
            Provider = (g, u) => new NoEvents(new Unlisted(g), u) { MarksFirst = true },
            Needs = ["Deliver", "RefundByProvider"],
            When = odds => odds with { Lost = 0.4, Fault = Flaky },
        },
        SeededFault.LeaseOfAnEventIsIgnored => new Seeded
        {
            Needs = ["Deliver"],
            When = odds => odds with { Between = Interrupted },
            Sql = (sql, _) => Is(sql, "UPDATE \"InboxEvents\"", "\"LeaseUntil\" < ") ? Cut(sql, " AND (\"i\".\"LeaseUntil\"")
                : Is(sql, "SELECT \"i\".\"Id\"", "\"LeaseUntil\" < ") ? CutTo(sql, " AND (\"i\".\"LeaseUntil\"", "ORDER BY") : sql,
        },
        SeededFault.AnotherAmountIsAsked => new Seeded { Provider = (g, _) => new OtherAmounts(g) { Forms = true } },
        SeededFault.AnotherAmountIsGivenBack => new Seeded { Provider = (g, _) => new OtherAmounts(g) { Refunds = true } },
        SeededFault.FailedPaymentIsNotTold => new Seeded { Before = (_, happened, _, _) => Task.FromResult(happened is PaymentEvent.Failed ? null : happened) },
        SeededFault.AnotherTotalIsShown => new Seeded { Provider = (g, u) => new AgreeingTotals(g, u, SessionState.Open), When = odds => odds with { Amount = Odd } },
        SeededFault.AnotherAmountIsTakenForTheOrders => new Seeded { Provider = (g, u) => new AgreeingTotals(g, u, SessionState.Complete), When = odds => odds with { Amount = Odd } },
        SeededFault.HeldMoneyAsksNobody => new Seeded
        {
            When = odds => odds with { Amount = Odd },
            After = (db, happened) => Change(db, happened is PaymentEvent.Succeeded { Payment.SuspendedBecause: SuspenseReason.OtherAmount }, o => o.NeedsAttention, false),
        },
        SeededFault.DebitOfAnotherAmountWaitsForEver => new Seeded
        {
            Needs = ["DecideDebit"],
            When = odds => odds with { Amount = Odd, Debit = 0.7 },
            After = (db, happened) => Change(
                db,
                happened is PaymentEvent.Succeeded { Payment.SuspendedBecause: SuspenseReason.OtherAmount }
                    && db.ChangeTracker.Entries<Order>().Any(o => o.Property(e => e.PaymentStatus).OriginalValue == PaymentStatus.Processing),
                o => o.PaymentStatus,
                PaymentStatus.Processing),
        },
        SeededFault.DisputeOfHeldMoneyStopsTheOrder => new Seeded
        {
            Needs = ["Dispute", "DecideDispute", "PayAgain"],
            When = odds => odds with { Amount = Odd },
            After = (db, happened) => Change(db, happened is PaymentEvent.Disputed { Payment.InSuspense: true, Dispute.IsOpenOrLost: true }, o => o.IsDisputed, true),
        },
        SeededFault.WatermarkBeforeTheBooksAreCompared => new Seeded { Provider = (g, u) => new NoEvents(g, u) { MarksBooks = true }, Without = [Work.Webhooks, Work.Returns] },
        SeededFault.OrphansStayOpen => new Seeded
        {
            Provider = (g, _) => new Forgetful(g) { Forms = true },
            Needs = ["ChangeCart"],
            When = odds => odds with { Fault = Flaky },
        },
        SeededFault.NothingIsRestored => new Seeded
        {
            Provider = (g, _) => new Forgetful(g) { Requests = true },
            Needs = ["Copy", "Restore"],
        },
        SeededFault.RestoredPaymentKeepsItsNumber => new Seeded
        {
            Needs = ["Copy", "Restore", "PayAgain"],
            Sql = (sql, _) => Is(sql, "SELECT EXISTS", "\"p\".\"OrderId\" = ") && sql.Contains("\"p\".\"Attempt\" = ", StringComparison.Ordinal) ? "SELECT 0" : sql,
        },
        SeededFault.CancelledGoodsStayAway => new Seeded
        {
            Needs = ["Cancel"],
            Sql = (sql, _) => Is(sql, "UPDATE \"StockItems\"", "\"OnHand\" + ") ? sql + " AND 0" : sql,
        },
        SeededFault.RefusedMailIsCalledSent => new Seeded { SwallowsRefusals = true, When = odds => odds with { Post = 0.6 } },
        SeededFault.ProviderIsNotAskedToForget => new Seeded { Provider = (g, _) => new Forgetful(g) { Buyers = true }, Needs = ["Erase"] },
        SeededFault.DeletedNameComesBack => new Seeded
        {
            Sql = (sql, _) => Is(sql, "UPDATE \"PaymentCustomers\"", "SET \"Reference\" = @") ? Cut(sql, " AND \"p\".\"IdempotencyKey\" = ") : sql,
            Needs = ["Start"],
            When = odds => odds with { Between = Interrupted },
            Under = weather => weather.Oddities = 0.15,
        },
        SeededFault.DeletedNameIsKept => new Seeded { Provider = (g, _) => new Deaf(g) { Deletions = true }, Under = weather => weather.Oddities = 0.15 },
        SeededFault.RememberedErrorKeepsItsKey => new Seeded { Provider = (g, _) => new Deaf(g) { Memory = true }, Under = weather => weather.Oddities = 0.15 },
        SeededFault.ListsAreReadFromTheMark => new Seeded
        {
            Provider = (g, _) => new FromTheMark(new Unlisted(g)),
            Needs = ["Deliver"],
            When = odds => odds with { Lost = 0.4 },
        },
        _ => MakeRecurring(fault) ?? throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static void Change<T>(DbContext db, bool now, System.Linq.Expressions.Expression<Func<Order, T>> what, T value)
    {
        if (now && db.ChangeTracker.Entries<Order>().FirstOrDefault() is { } order)
            order.Property(what).CurrentValue = value;
    }

    private static Seeded Releasing<T>()
        where T : PaymentEvent => new()
        {
            When = odds => odds with { Debit = 0.7 },
            Finally = (db, happened, stock) => happened is T ? stock.ReleaseAsync(db, happened.Payment.Id, default) : Task.CompletedTask,
        };

    private static void Forget(DbContext db, bool now)
    {
        foreach (var refund in db.ChangeTracker.Entries<Refund>().Where(r => now && r.State == EntityState.Added).ToList())
            refund.State = EntityState.Detached;
    }

    private static bool Is(string sql, string start, string within) =>
        sql.StartsWith(start, StringComparison.Ordinal) && sql.Contains(within, StringComparison.Ordinal);

    private static string Cut(string sql, string from) => sql.LastIndexOf(from, StringComparison.Ordinal) is >= 0 and var at ? sql[..at] : sql;

    private static string CutTo(string sql, string from, string to) =>
        sql.IndexOf(from, StringComparison.Ordinal) is >= 0 and var at && sql.IndexOf(to, StringComparison.Ordinal) is >= 0 and var end ? sql[..at] + "\n" + sql[end..] : sql;

    private static string Once(string sql, string what, string by) =>
        sql.IndexOf(what, StringComparison.Ordinal) is >= 0 and var at ? sql[..at] + by + sql[(at + what.Length)..] : sql;
}
