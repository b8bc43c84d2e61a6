using System.Runtime.CompilerServices;
using BlazorShop.Payments.Recurring;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What a subscription cost each time, and what paid it.</summary>
public sealed partial class StripePaymentGateway
{
    private static readonly List<string> withCharge = ["latest_charge.balance_transaction"];

    /// <summary>An invoice that was made this long ago may be paid only now.</summary>
    private static readonly TimeSpan longestOpen = TimeSpan.FromDays(30);

    public Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
        await WholeAsync(stripe, await stripe.V1.Invoices.GetAsync(
            reference, new InvoiceGetOptions { Expand = StripeSessions.ExpandInvoice }, cancellationToken: ct), ct));

    public Task<ProviderInvoice?> InvoiceOfPaymentAsync(string paymentReference, CancellationToken ct) => CallAsync<ProviderInvoice?>(async stripe =>
    {
        var found = await stripe.V1.InvoicePayments.ListAsync(
            new InvoicePaymentListOptions { Payment = new InvoicePaymentPaymentOptions { Type = "payment_intent", PaymentIntent = paymentReference }, Limit = 1 },
            cancellationToken: ct);
        return found.Data is [{ InvoiceId: { } invoice }, ..]
            ? await WholeAsync(stripe, await stripe.V1.Invoices.GetAsync(invoice, new InvoiceGetOptions { Expand = StripeSessions.ExpandInvoice }, cancellationToken: ct), ct)
            : null;
    });

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
                : throw new PaymentGatewayException(GatewayProblem.Rejected, refused.Message, refused) { Answer = refused.Answer, Decline = refused.Decline };
        }
    }

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
