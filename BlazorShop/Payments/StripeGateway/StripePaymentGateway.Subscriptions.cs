using System.Runtime.CompilerServices;
using BlazorShop.Payments.Recurring;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What recurs: subscriptions, their invoices, the card they are paid with.</summary>
public sealed partial class StripePaymentGateway : ISubscriptionGateway
{
    private static readonly List<string> withCharge = ["latest_charge.balance_transaction"];

    /// <summary>An invoice that was made this long ago may be paid only now.</summary>
    private static readonly TimeSpan longestOpen = TimeSpan.FromDays(30);

    public Task<ProviderSubscription> GetSubscriptionAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
        StripeSessions.ToSubscription(await stripe.V1.Subscriptions.GetAsync(
            reference, new SubscriptionGetOptions { Expand = StripeSessions.ExpandSubscription }, cancellationToken: ct)));

    public Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
        await WholeAsync(stripe, await stripe.V1.Invoices.GetAsync(
            reference, new InvoiceGetOptions { Expand = StripeSessions.ExpandInvoice }, cancellationToken: ct), ct));

    public Task<PaymentSession?> SessionOfSubscriptionAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
    {
        var found = await stripe.V1.Checkout.Sessions.ListAsync(
            new SessionListOptions { Subscription = reference, Limit = 1, Expand = [.. StripeSessions.Expand.Select(field => "data." + field)] },
            cancellationToken: ct);
        return found.Data is [var session, ..] ? await WholeAsync(stripe, session, ct) : null;
    });

    public Task<ProviderInvoice?> InvoiceOfPaymentAsync(string paymentReference, CancellationToken ct) => CallAsync<ProviderInvoice?>(async stripe =>
    {
        var found = await stripe.V1.InvoicePayments.ListAsync(
            new InvoicePaymentListOptions { Payment = new InvoicePaymentPaymentOptions { Type = "payment_intent", PaymentIntent = paymentReference }, Limit = 1 },
            cancellationToken: ct);
        return found.Data is [{ InvoiceId: { } invoice }, ..]
            ? await WholeAsync(stripe, await stripe.V1.Invoices.GetAsync(invoice, new InvoiceGetOptions { Expand = StripeSessions.ExpandInvoice }, cancellationToken: ct), ct)
            : null;
    });

    public Task<ProviderSubscription> ChangeSubscriptionAsync(
        string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct) => CallAsync(async stripe =>
    {
        var options = new SubscriptionUpdateOptions { Expand = StripeSessions.ExpandSubscription };
        switch (change)
        {
            case SubscriptionChange.Pause:
                // What falls due meanwhile is not owed: nothing is sent, nothing is paid.
                options.PauseCollection = new SubscriptionPauseCollectionOptions { Behavior = "void" };
                break;
            case SubscriptionChange.Resume:
                options.AddExtraParam("pause_collection", "");
                break;
            case SubscriptionChange.CancelAtPeriodEnd:
                options.CancelAtPeriodEnd = true;
                break;
            case SubscriptionChange.KeepRunning:
                options.CancelAtPeriodEnd = false;
                break;
            case SubscriptionChange.UseCard card:
                options.DefaultPaymentMethod = card.CardReference;
                break;
            default:
                throw new InvalidOperationException($"Stripe is not told of {change.GetType().Name}.");
        }

        return StripeSessions.ToSubscription(await stripe.V1.Subscriptions.UpdateAsync(
            reference, options, new RequestOptions { IdempotencyKey = idempotencyKey }, ct));
    });

    public async Task<ProviderSubscription> EndSubscriptionAsync(string reference, CancellationToken ct)
    {
        try
        {
            return await CallAsync(async stripe => StripeSessions.ToSubscription(await stripe.V1.Subscriptions.CancelAsync(
                reference, new SubscriptionCancelOptions { Expand = StripeSessions.ExpandSubscription }, cancellationToken: ct)));
        }
        catch (PaymentGatewayException refused) when (refused.Problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
        {
            // Ended already, here or there; Stripe's word decides.
            return await GetSubscriptionAsync(reference, ct);
        }
    }

    public async Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct)
    {
        try
        {
            return await CallAsync(async stripe => await WholeAsync(stripe, await stripe.V1.Invoices.PayAsync(
                reference,
                // The card was just set up for payments without its owner, by its owner: the bank need not ask once more.
                new InvoicePayOptions { PaymentMethod = cardReference, OffSession = true, Expand = StripeSessions.ExpandInvoice },
                new RequestOptions { IdempotencyKey = idempotencyKey },
                ct), ct));
        }
        catch (PaymentGatewayException refused) when (refused.Problem == GatewayProblem.Rejected)
        {
            // Paid by another way meanwhile is no refusal.
            var invoice = await GetInvoiceAsync(reference, ct);
            return invoice.State is InvoiceState.Paid
                ? invoice
                : throw new PaymentGatewayException(GatewayProblem.Rejected, refused.Message, refused) { Decline = refused.Decline };
        }
    }

    public Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        CallAsync(async stripe => StripeSessions.ToCardForm(await stripe.V1.Checkout.Sessions.CreateAsync(
            StripeSessions.ToOptions(request, customerReference), new RequestOptions { IdempotencyKey = idempotencyKey }, ct)));

    public Task<SubscriptionCardForm> GetSubscriptionCardFormAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
        StripeSessions.ToCardForm(await stripe.V1.Checkout.Sessions.GetAsync(
            reference, new SessionGetOptions { Expand = StripeSessions.ExpandCardForm }, cancellationToken: ct)));

    public async IAsyncEnumerable<ProviderInvoice> PaidInvoicesAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new InvoiceListOptions
        {
            Status = "paid",
            Created = new DateRangeOptions { GreaterThanOrEqual = since - longestOpen },
            Limit = PageSize,
            Expand = [.. StripeSessions.ExpandInvoice.Select(field => "data." + field)],
        };
        await foreach (var invoice in Each(stripe => stripe.V1.Invoices.ListAutoPagingAsync(options, cancellationToken: ct), ct))
        {
            if (StripeSessions.ToInvoice(invoice) is { Subscription: not null } ours && (ours.PaidAt ?? ours.CreatedAt) >= since)
                yield return ours;
        }
    }

    /// <summary>With what paid it: since basil only the invoice says which intent that was.</summary>
    private static async Task<PaymentSession> WholeAsync(StripeClient stripe, Session session, CancellationToken ct) =>
        StripeSessions.ToSession(session, await PaidByAsync(stripe, session.Invoice, ct));

    private static async Task<ProviderInvoice> WholeAsync(StripeClient stripe, Invoice invoice, CancellationToken ct) =>
        StripeSessions.ToInvoice(invoice, await PaidByAsync(stripe, invoice, ct));

    private static async Task<PaymentIntent?> PaidByAsync(StripeClient stripe, Invoice? invoice, CancellationToken ct) =>
        StripeSessions.PaymentIntentOf(invoice) is { } intent
            ? await stripe.V1.PaymentIntents.GetAsync(intent, new PaymentIntentGetOptions { Expand = withCharge }, cancellationToken: ct)
            : null;
}
