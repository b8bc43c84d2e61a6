using System.Runtime.CompilerServices;
using BlazorShop.Common;
using BlazorShop.Payments.Foreign;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What Stripe's own books say of payments and of the sessions that took them.</summary>
public sealed partial class StripePaymentGateway
{
    private const int PageSize = 100;

    private static readonly List<string> listWithIntent = ["data.payment_intent"];

    public async IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new SessionListOptions
        {
            Status = "complete",
            Created = new DateRangeOptions { GreaterThanOrEqual = since },
            Limit = PageSize,
            Expand = [.. StripeSessions.Expand.Select(field => "data." + field)],
        };
        await foreach (var session in Each(stripe => stripe.V1.Checkout.Sessions.ListAutoPagingAsync(options, cancellationToken: ct), ct))
        {
            if (StripeSessions.ToSession(session) is { Payment: not null } or { IsForeign: true })
                yield return await CallAsync(stripe => WholeAsync(stripe, session, ct));
        }
    }

    public Task<PaymentRequest?> RecallAsync(string sessionReference, CancellationToken ct) => CallAsync(async stripe =>
    {
        var session = await stripe.V1.Checkout.Sessions.GetAsync(sessionReference, new SessionGetOptions { Expand = [.. StripeSessions.Expand, "customer"] }, cancellationToken: ct);
        return StripeSessions.ToRequest(session, await LinesAsync(stripe, sessionReference, expand: null, ct));
    });

    public async IAsyncEnumerable<ProviderPayment> PaymentsAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new ChargeListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = since }, Limit = PageSize, Expand = listWithIntent };
        await foreach (var charge in Each(stripe => stripe.V1.Charges.ListAutoPagingAsync(options, cancellationToken: ct), ct))
        {
            if (charge is { Status: "succeeded", PaymentIntent: { } intent })
                yield return ToPayment(intent, charge);
        }
    }

    public async Task<ProviderPayment?> GetPaymentAsync(string paymentReference, CancellationToken ct)
    {
        try
        {
            return await CallAsync(async stripe =>
            {
                var intent = await stripe.V1.PaymentIntents.GetAsync(
                    paymentReference, new PaymentIntentGetOptions { Expand = ["latest_charge"] }, cancellationToken: ct);
                return ToPayment(intent, intent.LatestCharge is { Status: "succeeded" } charge ? charge : null);
            });
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            return null;
        }
    }

    public Task<ForeignBasket> ForeignBasketAsync(string sessionReference, CancellationToken ct) => CallAsync(async stripe =>
    {
        var session = await stripe.V1.Checkout.Sessions.GetAsync(
            sessionReference, new SessionGetOptions { Expand = ["payment_intent", "invoice", "customer"] }, cancellationToken: ct);
        return StripeSessions.ToBasket(session, await LinesAsync(stripe, sessionReference, ["data.price.product"], ct));
    });

    public Task<string?> PaymentOfChargeAsync(string chargeReference, CancellationToken ct) => CallAsync<string?>(async stripe =>
        (await stripe.V1.Charges.GetAsync(chargeReference, cancellationToken: ct)).PaymentIntentId);

    public Task<PaymentSession?> SessionOfPaymentAsync(string paymentReference, CancellationToken ct) => CallAsync<PaymentSession?>(async stripe =>
    {
        var found = await stripe.V1.Checkout.Sessions.ListAsync(
            new SessionListOptions { PaymentIntent = paymentReference, Limit = 1, Expand = [.. StripeSessions.Expand.Select(field => "data." + field)] },
            cancellationToken: ct);
        return found.Data is [var session, ..] ? await WholeAsync(stripe, session, ct) : null;
    });

    /// <summary>An enumeration whose failures are told in our words, as those of single calls are.</summary>
    private async IAsyncEnumerable<T> Each<T>(Func<StripeClient, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var items = list(await ClientAsync()).GetAsyncEnumerator(ct);
        while (await CallAsync(async _ => await items.MoveNextAsync()))
            yield return items.Current;
    }

    private static async Task<List<LineItem>> LinesAsync(StripeClient stripe, string sessionReference, List<string>? expand, CancellationToken ct)
    {
        var lines = new List<LineItem>();
        await foreach (var line in stripe.V1.Checkout.Sessions.LineItems.ListAutoPagingAsync(
            sessionReference, new SessionLineItemListOptions { Limit = PageSize, Expand = expand }, cancellationToken: ct))
        {
            lines.Add(line);
        }

        return lines;
    }

    private static ProviderPayment ToPayment(PaymentIntent intent, Charge? charge) => new(
        intent.Id,
        StripeSessions.PaymentOf(intent),
        Money(charge?.AmountCaptured ?? 0, intent.Currency),
        charge?.AmountRefunded ?? 0,
        charge?.Created ?? intent.Created,
        StripeSessions.ShopOf(intent));

    private static Money Money(long minor, string currency) => new(minor, currency.ToUpperInvariant());
}
