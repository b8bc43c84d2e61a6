using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>Money on its way back.</summary>
internal static class Refunds
{
    public const string SucceedPlan = "refund_succeeds";
    public const string FailPlan = "refund_fails";
    public static readonly TimeSpan SettlesAfter = TimeSpan.FromMinutes(1);

    /// <summary>Refunds <paramref name="amount"/>, or what is left when that is null.</summary>
    public static JsonObject Give(SandboxWork work, JsonObject charge, long? amount, string? reason, JsonNode? metadata)
    {
        if (!charge.Flag("paid"))
            throw ApiError.Refused($"Charge {charge.Id()} is not paid and cannot be refunded.", "charge", "charge_not_refundable");
        if (work.All(DisputeObject.Kind, ("charge", charge.Id())).Any(d => d.Text("status") is "needs_response" or "under_review" or "lost" or "appeal_needs_response" or "appeal_under_review"))
            throw ApiError.Refused($"Charge {charge.Id()} has been charged back; cannot issue a refund.", "charge", "charge_disputed");
        var left = charge.Number("amount_captured") - charge.Number("amount_refunded");
        if (left == 0)
            throw ApiError.Refused($"Charge {charge.Id()} has already been refunded.", "charge", "charge_already_refunded");
        var given = amount ?? left;
        if (given <= 0)
            throw ApiError.Invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
        if (given > left)
            throw ApiError.Refused(
                $"Refund amount ({Money.Show(given, charge.Text("currency"))}) is greater than unrefunded amount on charge ({Money.Show(left, charge.Text("currency"))})",
                "amount");
        Money.CheckStep(given, charge.Text("currency"), "amount");

        var refund = RefundObject.For(charge, given, reason, metadata?.DeepClone(), work.Now);
        var manner = TestCards.Of(work.Find(PaymentMethodObject.Kind, charge.Text("payment_method"))?.Hidden().Text("number")).Refund;
        refund["status"] = manner == RefundManner.SucceedsLater ? "pending" : "succeeded";
        work.Put(refund);
        CountRefunded(charge, given);
        work.Put(charge);
        work.Emit("refund.created", refund);
        work.Emit("charge.refunded", charge);
        if (manner != RefundManner.AtOnce)
            work.PlanFor(SettlesAfter, manner == RefundManner.FailsLater ? FailPlan : SucceedPlan, refund.Id());
        return refund;
    }

    public static void Succeed(SandboxWork work, string refundId)
    {
        if (work.Find(RefundObject.Kind, refundId) is not { } refund || refund.Text("status") != "pending")
            return;
        refund["status"] = "succeeded";
        work.Put(refund);
        Tell(work, refund, "pending", "refund.updated");
    }

    /// <summary>The bank sends the money back: the charge counts it as not refunded again.</summary>
    public static void Fail(SandboxWork work, string refundId)
    {
        if (work.Find(RefundObject.Kind, refundId) is not { } refund || refund.Text("status") is "failed" or "canceled")
            return;
        var before = refund.Text("status")!;
        refund["status"] = "failed";
        refund["failure_reason"] = "expired_or_canceled_card";
        work.Put(refund);
        var charge = work.Find(ChargeObject.Kind, refund.Text("charge"))!;
        CountRefunded(charge, -refund.Number("amount"));
        work.Put(charge);
        Tell(work, refund, before, "refund.updated", "refund.failed");
    }

    private static void Tell(SandboxWork work, JsonObject refund, string statusBefore, params string[] types)
    {
        foreach (var type in types.Append("charge.refund.updated"))
            work.Emit(type, refund, new JsonObject { ["status"] = statusBefore });
    }

    private static void CountRefunded(JsonObject charge, long amount)
    {
        var refunded = charge.Number("amount_refunded") + amount;
        charge["amount_refunded"] = refunded;
        charge["refunded"] = refunded == charge.Number("amount_captured");
    }
}
