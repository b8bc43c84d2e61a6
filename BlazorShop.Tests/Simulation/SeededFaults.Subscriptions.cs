using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Subscriptions;

namespace BlazorShop.Tests.Simulation;

/// <summary>Mistakes about what recurs; each is played in schedules where something does.</summary>
internal static partial class SeededFaults
{
    /// <summary>Null for a fault that is about something else.</summary>
    private static Seeded? MakeRecurring(SeededFault fault) => fault switch
    {
        SeededFault.RenewalIsBookedAtEachEvent => new Seeded
        {
            Recurs = true,
            Prepare = BookTwice + "DROP INDEX IX_Payments_InvoiceReference_Provider; DROP INDEX IX_Payments_IdempotencyKey_Provider; DROP INDEX IX_Payments_Reference_Provider;",
            Sql = (sql, inTransaction) => inTransaction && Is(sql, "SELECT EXISTS", "\"p\".\"InvoiceReference\" = ") ? "SELECT 0" : sql,
        },
        SeededFault.VoidInvoiceMakesAnOrder => Reading(i => i.State == InvoiceState.Closed ? i with { State = InvoiceState.Paid, Paid = i.Due, PaidAt = i.CreatedAt } : i),
        SeededFault.OutsideMoneyIsTheProviders => Reading(i => i with { PaidOutside = 0 }),
        SeededFault.ReducedRenewalTakesTheFullPrice => new Seeded { Recurs = true, Renewing = (inner, _) => new Careless(inner) { Prices = true } },
        SeededFault.FailedRenewalIsNotTold => new Seeded { Recurs = true, Renewing = (inner, _) => new Careless(inner) { Failures = true } },
        SeededFault.EndOfASubscriptionIsNotHeard => new Seeded
        {
            Recurs = true,
            // Any older event of it tells the same, as it is read again.
            Understands = (stored, universe) => !universe.Provider.Subscriptions.Exists(s => s.Reference == stored.ObjectId && s.IsOver),
        },
        SeededFault.NoAnswerMeansNoChange => new Seeded { Recurs = true, Recurring = (inner, _) => new Hurried(inner) },
        SeededFault.CommandWithoutAnswerIsForgotten => new Seeded
        {
            Recurs = true,
            Sql = (sql, _) => Is(sql, "SELECT \"s\".\"Id\"", "FROM \"SubscriptionCommands\"") && sql.Contains("ORDER BY \"s\".\"CreatedAt\"", StringComparison.Ordinal)
                ? Once(sql, "WHERE ", "WHERE 0 AND ")
                : sql,
        },
        SeededFault.CardFormIsNotHeard => new Seeded
        {
            Recurs = true,
            Understands = (stored, universe) => universe.Provider.CardForms.TrueForAll(f => f.Reference != stored.ObjectId),
        },
        SeededFault.OldCardComesBack => new Seeded
        {
            Recurs = true,
            Needs = ["Subscribe", "ChangeCard", "FillCardForm", "ComeBackFromCardForm"],
            Sql = (sql, _) => Is(sql, "SELECT EXISTS", "\"s\".\"CardReference\" IS NOT NULL") ? "SELECT 0" : sql,
        },
        SeededFault.OvertakenCommandIsNotSentAgain => new Seeded
        {
            Recurs = true,
            Needs = ["Subscribe", "Pay", "AskForChange"],
            When = odds => odds with { Between = Interrupted },
            Sql = (sql, _) => Is(sql, "SELECT EXISTS", "FROM \"SubscriptionCommands\"") && sql.Contains("'Superseded'", StringComparison.Ordinal) ? "SELECT 0" : sql,
        },
        _ => null,
    };

    private static Seeded Reading(Func<ProviderInvoice, ProviderInvoice> read) => new() { Recurs = true, Recurring = (inner, _) => new Misreading(inner, read) };

    private sealed class Misreading(ISubscriptionGateway inner, Func<ProviderInvoice, ProviderInvoice> read) : SubscriptionsInFront(inner)
    {
        public override async Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct) => read(await base.GetInvoiceAsync(reference, ct));

        public override async Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct) =>
            read(await base.PayInvoiceAsync(reference, cardReference, idempotencyKey, ct));
    }

    private sealed class Hurried(ISubscriptionGateway inner) : SubscriptionsInFront(inner)
    {
        public override async Task<ProviderSubscription> ChangeSubscriptionAsync(string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct)
        {
            try
            {
                return await base.ChangeSubscriptionAsync(reference, change, idempotencyKey, ct);
            }
            catch (PaymentGatewayException failure) when (failure.Problem == GatewayProblem.Unavailable)
            {
                throw new PaymentGatewayException(GatewayProblem.Rejected, failure.Message, failure);
            }
        }
    }

    private sealed class Careless(ISubscriptionListener inner) : ISubscriptionListener
    {
        public bool Prices { get; init; }

        public bool Failures { get; init; }

        public Task<PaymentRequest> RenewAsync(
            ShopDbContext db, Subscription subscription, PaymentRequest first, PaymentId payment, ProviderInvoice invoice, CancellationToken ct) =>
            inner.RenewAsync(db, subscription, first, payment, Prices ? invoice with { Paid = subscription.Total, Adjustments = [] } : invoice, ct);

        public void PastDue(ShopDbContext db, Subscription subscription, PaymentRequest first, ProviderInvoice invoice)
        {
            if (!Failures)
                inner.PastDue(db, subscription, first, invoice);
        }

        public void Ended(ShopDbContext db, Subscription subscription, PaymentRequest first) => inner.Ended(db, subscription, first);

        public void Committed(Subscription subscription) => inner.Committed(subscription);
    }
}
