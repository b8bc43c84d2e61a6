using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>What an attempt to pay does to intent, charge and session, and which events tell of it.</summary>
internal static class PaymentAttempts
{
    /// <summary>The intent of the session, made at the first attempt.</summary>
    public static JsonObject IntentOf(SandboxWork work, JsonObject session)
    {
        var setup = session.Text("mode") == "setup";
        var kind = setup ? SetupIntentObject.Kind : PaymentIntentObject.Kind;
        if (work.Find(kind, setup ? session.Text(kind) : IntentIdOf(session)) is { } known)
            return known;
        var intent = work.Put(setup ? SetupIntentObject.For(session, work.Now) : PaymentIntentObject.For(session, work.Now));
        // Of a subscription only the invoice names the intent, and that is made when it is paid.
        if (session.Text("mode") == "subscription")
            session.Hidden()[kind] = intent.Id();
        else
            session[kind] = intent.Id();
        work.Put(session);
        work.Emit($"{kind}.created", intent);
        return intent;
    }

    /// <summary>What is to pay the session, whether or not the session says so.</summary>
    public static string? IntentIdOf(JsonObject session) => session.Text(PaymentIntentObject.Kind) ?? session.Hidden().Text(PaymentIntentObject.Kind);

    public static CheckoutOutcome Challenge(SandboxWork work, JsonObject session, JsonObject intent, JsonObject method)
    {
        intent["status"] = "requires_action";
        intent["payment_method"] = method.Id();
        intent["next_action"] = Json.Parse("""{ "type": "use_stripe_sdk", "use_stripe_sdk": { "type": "stripe_3ds2_fingerprint" } }""");
        work.Put(intent);
        work.Put(session);
        work.Emit($"{intent.Text("object")}.requires_action", intent);
        return new CheckoutOutcome.Challenge(method.Object("card")?.Text("last4") ?? "");
    }

    /// <summary>Asks the bank.</summary>
    public static CheckoutOutcome Confirm(SandboxWork work, JsonObject session, JsonObject intent, JsonObject method)
    {
        var bank = TestCards.Of(method.Hidden().Text("number"));
        var setup = session.Text("mode") == "setup";
        if (bank.Decline is { } decline && !(setup && bank.DeclineOnlyWhenCharged))
            return Fail(work, session, intent, method, decline, charged: !setup);

        intent["payment_method"] = method.Id();
        intent[setup ? "last_setup_error" : "last_payment_error"] = null;
        if (setup)
        {
            intent["status"] = "succeeded";
            work.Put(intent);
            SandboxCards.Keep(work, session, intent, method);
            work.Emit("setup_intent.succeeded", intent);
            return Sessions.Complete(work, session, method, "no_payment_required");
        }

        var charge = ChargeObject.For(intent, method, work.Now);
        intent["latest_charge"] = charge.Id();
        if (method.Text("type") != "card")
            return DebitSettlement.Begin(work, session, intent, method, charge);

        Succeed(work, intent, charge);
        SandboxCards.Keep(work, session, intent, method);
        if (session.Text("mode") == "subscription")
            SubscriptionBilling.Begin(work, session, intent, method);
        var outcome = Sessions.Complete(work, session, method, "paid");
        if (bank.Dispute is { } reason)
            Disputes.Open(work, charge.Id(), reason, bank.Inquiry);
        return outcome;
    }

    public static CheckoutOutcome Fail(
        SandboxWork work, JsonObject session, JsonObject intent, JsonObject method, Decline decline, bool charged)
    {
        string? chargeId = null;
        if (charged)
        {
            var charge = ChargeObject.For(intent, method, work.Now);
            ChargeObject.Fail(charge, decline);
            chargeId = work.Put(charge).Id();
            intent["latest_charge"] = chargeId;
            work.Emit("charge.failed", charge);
        }
        var setup = intent.Text("object") == SetupIntentObject.Kind;
        intent["status"] = "requires_payment_method";
        intent["payment_method"] = null;
        intent[setup ? "last_setup_error" : "last_payment_error"] = decline.AsLastError(method, chargeId);
        work.Put(intent);
        work.Put(session);
        work.Emit(setup ? "setup_intent.setup_failed" : "payment_intent.payment_failed", intent);
        return new CheckoutOutcome.Declined(decline.Code, decline.DeclineCode, decline.Message, decline.Param);
    }

    public static void Succeed(SandboxWork work, JsonObject intent, JsonObject charge)
    {
        ChargeObject.Succeed(charge);
        charge["balance_transaction"] = work.Put(BalanceTransactionObject.For(charge, work.Now)).Id();
        work.Put(charge);
        work.Emit("charge.succeeded", charge);
        intent["status"] = "succeeded";
        intent["processing"] = null;
        intent["amount_received"] = intent.Copy("amount");
        work.Put(intent);
        work.Emit("payment_intent.succeeded", intent);
    }
}
