using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Till;

/// <summary>A buyer goes to the bank.</summary>
internal static class Disputes
{
    public static JsonObject? Open(SandboxWork work, string chargeId, string reason = "fraudulent", bool inquiry = false)
    {
        var charge = work.Find(ChargeObject.Kind, chargeId);
        if (charge is null || !charge.Flag("paid") || charge.Flag("disputed"))
            return null;
        var dispute = work.Put(DisputeObject.For(charge, reason, inquiry, work.Now));
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
        work.Put(dispute);
        work.Emit("charge.dispute.closed", dispute, new JsonObject { ["status"] = before });
        if (won && !inquiry)
            work.Emit("charge.dispute.funds_reinstated", dispute);
    }
}
