using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>A debit between its form and the answer of its bank, which comes days later.</summary>
internal static class DebitSettlement
{
    public const string Plan = "settle_debit";

    public static CheckoutOutcome Begin(SandboxWork work, JsonObject session, JsonObject intent, JsonObject method, JsonObject charge)
    {
        work.Put(charge);
        intent["status"] = "processing";
        work.Put(intent);
        work.Emit("payment_intent.processing", intent);
        work.Emit("charge.pending", charge);
        work.PlanFor(BankAccounts.SettlesAfter, Plan, session.Id());
        return Sessions.Complete(work, session, method, "unpaid");
    }

    /// <summary>A debit's answer arrives, by the clock or by hand. Only a debit still processing can be settled.</summary>
    public static void Settle(SandboxWork work, string sessionId, Decline? failure)
    {
        if (Sessions.Find(work, sessionId) is not { } session
            || work.Find(PaymentIntentObject.Kind, session.Text("payment_intent")) is not { } intent
            || intent.Text("status") != "processing"
            || work.Find(ChargeObject.Kind, intent.Text("latest_charge")) is not { } charge)
            return;
        work.DropPlans(Plan, sessionId);

        if (failure is null)
        {
            PaymentAttempts.Succeed(work, intent, charge);
            session["payment_status"] = "paid";
            work.Put(session);
            work.Emit("checkout.session.async_payment_succeeded", session);
            return;
        }

        var method = work.Find(PaymentMethodObject.Kind, intent.Text("payment_method"))!;
        ChargeObject.Fail(charge, failure);
        work.Put(charge);
        work.Emit("charge.failed", charge);
        intent["status"] = "requires_payment_method";
        intent["processing"] = null;
        intent["payment_method"] = null;
        intent["last_payment_error"] = failure.AsLastError(method, charge.Id());
        work.Put(intent);
        work.Emit("payment_intent.payment_failed", intent);
        work.Emit("checkout.session.async_payment_failed", session);
    }

    /// <summary>The bank decides by the account.</summary>
    public static void SettleByBank(SandboxWork work, string sessionId)
    {
        var intent = work.Find(PaymentIntentObject.Kind, work.Find(SessionObject.Kind, sessionId)?.Text("payment_intent"));
        var method = work.Find(PaymentMethodObject.Kind, intent?.Text("payment_method"));
        Settle(work, sessionId, BankAccounts.WhyFails(method?.Hidden().Text("number")));
    }
}
