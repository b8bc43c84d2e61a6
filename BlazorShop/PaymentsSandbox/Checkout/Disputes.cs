using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>A buyer goes to the bank.</summary>
internal static class Disputes
{
    public static JsonObject? Open(SandboxWork work, string chargeId, string reason = "fraudulent", bool inquiry = false)
    {
        var charge = work.Find(ChargeObject.Kind, chargeId);
        if (charge is null || !charge.Flag("paid") || charge.Flag("disputed"))
            return null;
        var dispute = DisputeObject.For(charge, reason, inquiry, work.Now);
        if (!inquiry)
            Move(work, dispute, -dispute.Number("amount"));
        work.Put(dispute);
        charge["disputed"] = true;
        work.Put(charge);
        work.Emit("charge.dispute.created", dispute);
        // An inquiry only asks; a chargeback takes the money first.
        if (!inquiry)
            work.Emit("charge.dispute.funds_withdrawn", dispute);
        return dispute;
    }

    public static void Close(SandboxWork work, string disputeId, bool won)
    {
        if (work.Find(DisputeObject.Kind, disputeId) is not { } dispute || dispute.Text("status") is "won" or "lost" or "warning_closed")
            return;
        var before = dispute.Text("status")!;
        var inquiry = before.StartsWith("warning", StringComparison.Ordinal);
        dispute["status"] = inquiry ? "warning_closed" : won ? "won" : "lost";
        dispute["is_charge_refundable"] = inquiry || won;
        var taken = IsTaken(dispute);
        if (won && taken)
            Move(work, dispute, dispute.Number("amount"));
        work.Put(dispute);
        work.Emit("charge.dispute.closed", dispute, new JsonObject { ["status"] = before });
        if (won && taken)
            work.Emit("charge.dispute.funds_reinstated", dispute);
    }

    /// <summary>Whoever lost asks the bank to decide once more. What had been given back to the shop is taken again meanwhile.</summary>
    public static bool Appeal(SandboxWork work, string disputeId)
    {
        if (work.Find(DisputeObject.Kind, disputeId) is not { } dispute || dispute.Text("status") is not ("won" or "lost"))
            return false;
        var before = dispute.Text("status")!;
        var taken = IsTaken(dispute);
        dispute["status"] = "appeal_under_review";
        dispute["is_charge_refundable"] = false;
        if (!taken)
            Move(work, dispute, -dispute.Number("amount"));
        work.Put(dispute);
        work.Emit("charge.dispute.updated", dispute, new JsonObject { ["status"] = before });
        if (!taken)
            work.Emit("charge.dispute.funds_withdrawn", dispute);
        return true;
    }

    /// <summary>The money is with the bank: it was taken more often than it was refunded.</summary>
    private static bool IsTaken(JsonObject dispute) => Moves(dispute).Sum(m => m!["amount"]!.GetValue<long>()) < 0;

    private static void Move(SandboxWork work, JsonObject dispute, long amount) =>
        Moves(dispute).Add(work.Put(BalanceTransactionObject.ForDispute(dispute, amount, work.Now)).DeepClone());

    private static JsonArray Moves(JsonObject dispute) => (JsonArray)dispute["balance_transactions"]!;
}
