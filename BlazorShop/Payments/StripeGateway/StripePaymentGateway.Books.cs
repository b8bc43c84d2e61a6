using System.Runtime.CompilerServices;
using System.Text;
using BlazorShop.Common;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Refunds;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Money going back, and what Stripe's own books say.</summary>
public sealed partial class StripePaymentGateway
{
    private const string RefundKey = "refund_id";
    private const int PageSize = 100;

    /// <summary>So many types of events one call may ask for.</summary>
    private const int MostTypes = 20;

    private static readonly List<string> withIntent = ["payment_intent"];
    private static readonly List<string> listWithIntent = ["data.payment_intent"];

    public Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
        CallAsync(async stripe => ToRefund(await stripe.V1.Refunds.CreateAsync(
            new RefundCreateOptions
            {
                PaymentIntent = paymentReference,
                Amount = amount.Minor,
                Metadata = new Dictionary<string, string> { [RefundKey] = refund.ToString() },
                Expand = withIntent,
            },
            new RequestOptions { IdempotencyKey = idempotencyKey },
            ct)));

    public Task<ProviderRefund> GetRefundAsync(string refundReference, CancellationToken ct) => CallAsync(async stripe =>
        ToRefund(await stripe.V1.Refunds.GetAsync(refundReference, new RefundGetOptions { Expand = withIntent }, cancellationToken: ct)));

    public Task<IReadOnlyList<ProviderRefund>> RefundsOfAsync(string paymentReference, CancellationToken ct) => CallAsync<IReadOnlyList<ProviderRefund>>(async stripe =>
    {
        var refunds = new List<ProviderRefund>();
        var options = new RefundListOptions { PaymentIntent = paymentReference, Limit = PageSize, Expand = listWithIntent };
        await foreach (var refund in stripe.V1.Refunds.ListAutoPagingAsync(options, cancellationToken: ct))
            refunds.Add(ToRefund(refund));
        return refunds;
    });

    public Task<ProviderDispute> GetDisputeAsync(string disputeReference, CancellationToken ct) => CallAsync(async stripe =>
        ToDispute(await stripe.V1.Disputes.GetAsync(disputeReference, new DisputeGetOptions { Expand = withIntent }, cancellationToken: ct)));

    public async IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        // Stripe lists the newest first; what happened is applied in the order in which it did.
        var events = new List<ProviderEvent>();
        foreach (var types in StripeEventReader.Types.Chunk(MostTypes))
        {
            var options = new EventListOptions
            {
                Types = [.. types],
                Created = new DateRangeOptions { GreaterThanOrEqual = since },
                Limit = PageSize,
            };
            await foreach (var happened in Each(stripe => stripe.V1.Events.ListAutoPagingAsync(options, cancellationToken: ct), ct))
            {
                var body = Encoding.UTF8.GetBytes(happened.RawJsonElement is { } raw ? raw.GetRawText() : happened.ToJson());
                events.Add(new ProviderEvent(happened.Id, happened.Type, (happened.Data?.Object as IHasId)?.Id, happened.ApiVersion, body, happened.Created));
            }
        }

        events.Reverse();
        foreach (var happened in events.OrderBy(e => e.CreatedAt))
            yield return happened;
    }

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
        var lines = new List<LineItem>();
        await foreach (var line in stripe.V1.Checkout.Sessions.LineItems.ListAutoPagingAsync(
            sessionReference, new SessionLineItemListOptions { Limit = PageSize }, cancellationToken: ct))
        {
            lines.Add(line);
        }

        return StripeSessions.ToRequest(session, lines);
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
        var lines = new List<LineItem>();
        await foreach (var line in stripe.V1.Checkout.Sessions.LineItems.ListAutoPagingAsync(
            sessionReference, new SessionLineItemListOptions { Limit = PageSize, Expand = ["data.price.product"] }, cancellationToken: ct))
        {
            lines.Add(line);
        }

        return StripeSessions.ToBasket(session, lines);
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

    public async IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new RefundListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = since }, Limit = PageSize, Expand = listWithIntent };
        await foreach (var refund in Each(stripe => stripe.V1.Refunds.ListAutoPagingAsync(options, cancellationToken: ct), ct))
            yield return ToRefund(refund);
    }

    public async IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new DisputeListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = since }, Limit = PageSize, Expand = listWithIntent };
        await foreach (var dispute in Each(stripe => stripe.V1.Disputes.ListAutoPagingAsync(options, cancellationToken: ct), ct))
            yield return ToDispute(dispute);
    }

    /// <summary>An enumeration whose failures are told in our words, as those of single calls are.</summary>
    private async IAsyncEnumerable<T> Each<T>(Func<StripeClient, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var items = list(await ClientAsync()).GetAsyncEnumerator(ct);
        while (await CallAsync(async _ => await items.MoveNextAsync()))
            yield return items.Current;
    }

    private static ProviderPayment ToPayment(PaymentIntent intent, Charge? charge) => new(
        intent.Id,
        StripeSessions.PaymentOf(intent),
        Money(charge?.AmountCaptured ?? 0, intent.Currency),
        charge?.AmountRefunded ?? 0,
        charge?.Created ?? intent.Created,
        StripeSessions.ShopOf(intent));

    private static ProviderRefund ToRefund(Stripe.Refund refund) => new()
    {
        Reference = refund.Id,
        Payment = StripeSessions.PaymentOf(refund.PaymentIntent),
        PaymentReference = refund.PaymentIntentId,
        Ours = Guid.TryParse(refund.Metadata?.GetValueOrDefault(RefundKey), out var ours) ? ours : null,
        Amount = Money(refund.Amount, refund.Currency),
        State = refund.Status switch
        {
            "succeeded" => RefundState.Succeeded,
            "failed" => RefundState.Failed,
            "canceled" => RefundState.Cancelled,
            _ => RefundState.Pending,
        },
        Problem = refund.FailureReason?.Replace('_', ' '),
        CreatedAt = refund.Created,
    };

    private static ProviderDispute ToDispute(Stripe.Dispute dispute)
    {
        var moves = dispute.BalanceTransactions ?? [];
        // The balance says it where it is given; else the status does: an inquiry takes no money, a decision for us gives it back.
        var inquiry = dispute.Status.StartsWith("warning_", StringComparison.Ordinal) || dispute.Status == "prevented";
        return new ProviderDispute
        {
            Reference = dispute.Id,
            Payment = StripeSessions.PaymentOf(dispute.PaymentIntent),
            PaymentReference = dispute.PaymentIntentId,
            Amount = Money(dispute.Amount, dispute.Currency),
            Status = StripeDisputes.Status(dispute.Status),
            Reason = StripeDisputes.Reason(dispute.Reason),
            DueBy = dispute.EvidenceDetails?.DueBy,
            FundsWithdrawn = moves.Count > 0 ? moves.Exists(m => m.Amount < 0) : !inquiry,
            FundsReinstated = moves.Count > 0 ? moves.Exists(m => m.Amount > 0) : dispute.Status == "won",
            Withdrawals = moves.Count > 0 ? moves.Count(m => m.Amount < 0) : inquiry ? 0 : 1,
            Reinstatements = moves.Count > 0 ? moves.Count(m => m.Amount > 0) : dispute.Status == "won" ? 1 : 0,
            CreatedAt = dispute.Created,
        };
    }

    private static Money Money(long minor, string currency) => new(minor, currency.ToUpperInvariant());
}
