using System.Runtime.CompilerServices;
using BlazorShop.Common;
using BlazorShop.Payments.Refunds;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Money going back: refunds that we ask for, and disputes that a bank opens.</summary>
public sealed partial class StripePaymentGateway
{
    private const string RefundKey = "refund_id";
    private static readonly List<string> withIntent = ["payment_intent"];

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

    public async IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new RefundListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = since }, Limit = PageSize, Expand = listWithIntent };
        await foreach (var refund in Each(stripe => stripe.V1.Refunds.ListAutoPagingAsync(options, cancellationToken: ct), ct))
            yield return ToRefund(refund);
    }

    public Task<ProviderDispute> GetDisputeAsync(string disputeReference, CancellationToken ct) => CallAsync(async stripe =>
        ToDispute(await stripe.V1.Disputes.GetAsync(disputeReference, new DisputeGetOptions { Expand = withIntent }, cancellationToken: ct)));

    public async IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new DisputeListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = since }, Limit = PageSize, Expand = listWithIntent };
        await foreach (var dispute in Each(stripe => stripe.V1.Disputes.ListAutoPagingAsync(options, cancellationToken: ct), ct))
            yield return ToDispute(dispute);
    }

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
}
