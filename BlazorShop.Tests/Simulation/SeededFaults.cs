using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Simulation;

/// <summary>What the simulation must be able to find. Each is a mistake that somebody could make.</summary>
public enum SeededFault
{
    TwoFormsForACart,
    TwoFormsForAnOrder,
    RandomKeyForAForm,
    RandomKeyForARefund,
    RandomKeyForABuyer,
    FormsAreNotReallyClosed,
    AnswersComeFromMemory,
    EventsAreBelieved,
    NoAnswerMeansNoForm,
    NoAnswerMeansNoRefund,
    ACallWithinATransaction,
    NoMailForAPaidOrder,
    StockIsNeverTaken,
    StockIsTakenTwice,
    StockIsPromisedWithoutLooking,
    ReservationsMoveFromAnyState,
    GoodsAreReleasedWhenTheFormOpens,
    GoodsAreReleasedWhileTheBankThinks,
    GoodsAreNeverReleased,
    RefundsAreAddedUp,
    SecondPaymentIsKept,
    SecondPaymentConfirmsAgain,
    UnfulfillableIsKept,
    PaymentIsBookedAtEachEvent,
    RefundIsBookedAtEachEvent,
    DisputeIsBookedAtEachEvent,
    AcknowledgedBeforeStored,
    AppliedBeforeDone,
    EndOfADisputeIsNotHeard,
    FailureOfARefundIsNotHeard,
    NoHealerRuns,
    NoInboxRuns,
    ChangedCartsKeepTheirForm,
    NoReconciliationRuns,
    EventsListIsNotRead,
    WatermarkBeforeTheEventsAreRead,
    LeaseOfAnEventIsIgnored,
    AnotherAmountIsAsked,
    AnotherAmountIsGivenBack,
    FailedPaymentIsNotTold,
    AnotherTotalIsShown,
    AnotherAmountIsTakenForTheOrders,
    HeldMoneyAsksNobody,
    DebitOfAnotherAmountWaitsForEver,
    DisputeOfHeldMoneyStopsTheOrder,
    WatermarkBeforeTheBooksAreCompared,
    OrphansStayOpen,
    NothingIsRestored,
    RestoredPaymentKeepsItsNumber,
    CancelledGoodsStayAway,
    RefusedMailIsCalledSent,
    ProviderIsNotAskedToForget,
    DeletedNameComesBack,
    DeletedNameIsKept,
    RememberedErrorKeepsItsKey,
    ListsAreReadFromTheMark,
    RenewalIsBookedAtEachEvent,
    VoidInvoiceMakesAnOrder,
    OutsideMoneyIsTheProviders,
    ReducedRenewalTakesTheFullPrice,
    FailedRenewalIsNotTold,
    EndOfASubscriptionIsNotHeard,
    NoAnswerMeansNoChange,
    CommandWithoutAnswerIsForgotten,
    CardFormIsNotHeard,
    OldCardComesBack,
    OvertakenCommandIsNotSentAgain,
}

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

    private sealed class RandomKeys(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Refunds { get; init; }

        public bool Buyers { get; init; }

        public override Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) =>
            base.CreateCustomerAsync(customer, email, Key(idempotencyKey, Buyers), ct);

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            base.CreateSessionAsync(request, customerReference, Key(idempotencyKey, Forms), ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            base.CreateRefundAsync(paymentReference, refund, amount, Key(idempotencyKey, Refunds), ct);

        private static string Key(string key, bool random) => random ? Guid.NewGuid().ToString() : key;
    }

    private sealed class Unclosed(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct) =>
            await GetSessionAsync(sessionReference, ct) is { State: SessionState.Open } open ? open with { State = SessionState.Expired } : await GetSessionAsync(sessionReference, ct);
    }

    private sealed class Remembering(IPaymentGateway inner, Universe universe) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) =>
            universe.Before(sessionReference) is { } earlier ? earlier : await base.GetSessionAsync(sessionReference, ct);
    }

    private sealed class Believing(IPaymentGateway inner, Universe universe) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct)
        {
            var session = await base.GetSessionAsync(sessionReference, ct);
            return universe.Provider.Events.Exists(e => e.Type == "checkout.session.completed" && e.ObjectId == sessionReference)
                ? session with { State = SessionState.Complete, Money = SessionMoney.Paid }
                : session;
        }
    }

    private sealed class Hasty(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Refunds { get; init; }

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            CallAsync(Forms, () => base.CreateSessionAsync(request, customerReference, idempotencyKey, ct));

        // Who is sure that there is none does not look for it either: given up alone, an unseen form is found and closed, and does no harm.
        public override Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) =>
            Forms ? Task.FromResult<PaymentSession?>(null) : base.FindSessionAsync(customerReference, payment, ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            CallAsync(Refunds, () => base.CreateRefundAsync(paymentReference, refund, amount, idempotencyKey, ct));

        public override IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct) =>
            Refunds ? AsyncEnumerable.Empty<ProviderRefund>() : base.RefundsAsync(since, ct);

        private static async Task<T> CallAsync<T>(bool hasty, Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (PaymentGatewayException failure) when (hasty && failure.Problem == GatewayProblem.Unavailable)
            {
                throw new PaymentGatewayException(GatewayProblem.Rejected, failure.Message, failure);
            }
        }
    }

    private sealed class NoEvents(IPaymentGateway inner, Universe universe) : GatewayInFront(inner)
    {
        public bool MarksFirst { get; init; }

        public bool MarksBooks { get; init; }

        public override IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct)
        {
            var now = universe.Clock.GetUtcNow().UtcDateTime;
            using var db = universe.Look();
            if (MarksBooks)
                db.Set<BlazorShop.Data.Watermark>().Where(w => w.Name != "events").ExecuteUpdate(s => s.SetProperty(w => w.Value, now));
            return base.CompletedSessionsAsync(since, ct);
        }

        public override IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct)
        {
            if (!MarksFirst)
                return AsyncEnumerable.Empty<ProviderEvent>();
            var now = universe.Clock.GetUtcNow().UtcDateTime;
            using var db = universe.Look();
            db.Set<BlazorShop.Data.Watermark>().Where(w => w.Name == "events").ExecuteUpdate(s => s.SetProperty(w => w.Value, now));
            return base.EventsAsync(since, ct);
        }
    }

    /// <summary>The nightly comparison sees no refunds and disputes: it would mend what the fault breaks.</summary>
    private sealed class Unlisted(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public override IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct) => AsyncEnumerable.Empty<ProviderRefund>();

        public override IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, CancellationToken ct) => AsyncEnumerable.Empty<ProviderDispute>();
    }

    /// <summary>As if what is listed were always listed at once, by the shop's own clock.</summary>
    private sealed class FromTheMark(IPaymentGateway inner) : GatewayInFront(inner)
    {
        // As much as the shop reads twice.
        private static readonly TimeSpan overlap = TimeSpan.FromHours(1);

        public override IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct) => base.EventsAsync(since + overlap, ct);
    }

    /// <summary>Does not hear what an error says of itself.</summary>
    private sealed class Deaf(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Deletions { get; init; }

        public bool Memory { get; init; }

        public override Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) =>
            CallAsync(() => base.CreateCustomerAsync(customer, email, idempotencyKey, ct));

        public override async Task UpdateCustomerAsync(string customerReference, string email, Address shipping, CancellationToken ct) => await CallAsync(async () =>
        {
            await base.UpdateCustomerAsync(customerReference, email, shipping, ct);
            return customerReference;
        });

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            CallAsync(() => base.CreateSessionAsync(request, customerReference, idempotencyKey, ct));

        private async Task<T> CallAsync<T>(Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (PaymentGatewayException failure) when ((Memory && failure.IsRemembered) || (Deletions && failure.Problem == GatewayProblem.NotFound))
            {
                throw new PaymentGatewayException(GatewayProblem.Unavailable, failure.Message);
            }
        }
    }

    private sealed class OtherAmounts(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Refunds { get; init; }

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            base.CreateSessionAsync(Forms ? request with { Total = request.Total with { Minor = request.Total.Minor + 1 } } : request, customerReference, idempotencyKey, ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            base.CreateRefundAsync(paymentReference, refund, Refunds ? amount with { Minor = Math.Max(1, amount.Minor - 1) } : amount, idempotencyKey, ct);
    }

    /// <summary>Whatever a form collects, it is said to be what was asked for.</summary>
    private sealed class AgreeingTotals(IPaymentGateway inner, Universe universe, SessionState state) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            Agree(await base.CreateSessionAsync(request, customerReference, idempotencyKey, ct));

        public override async Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) => Agree(await base.GetSessionAsync(sessionReference, ct));

        public override IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct) => base.CompletedSessionsAsync(since, ct).Select(Agree);

        private PaymentSession Agree(PaymentSession session) =>
            session.State == state ? session with { Total = universe.Provider.Find(session.Reference).Request.Total } : session;
    }

    private sealed class Forgetful(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Requests { get; init; }

        public bool Buyers { get; init; }

        public override Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) =>
            Forms ? Task.FromResult<PaymentSession?>(null) : base.FindSessionAsync(customerReference, payment, ct);

        public override Task<PaymentRequest?> RecallAsync(string sessionReference, CancellationToken ct) =>
            Requests ? Task.FromResult<PaymentRequest?>(null) : base.RecallAsync(sessionReference, ct);

        public override Task DeleteCustomerAsync(string customerReference, CancellationToken ct) =>
            Buyers ? Task.CompletedTask : base.DeleteCustomerAsync(customerReference, ct);
    }
}
