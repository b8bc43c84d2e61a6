using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>A session's way from open to complete or expired.</summary>
internal static class Sessions
{
    /// <summary>Reads a session; one past its time expires at that moment, whether or not the loop came by.</summary>
    public static JsonObject? Find(SandboxWork work, string? id)
    {
        var session = work.Find(SessionObject.Kind, id);
        if (session is not null && SessionObject.IsOpen(session) && session.Number("expires_at") <= work.Now)
            Expire(work, session);
        return session;
    }

    public static void ExpireAllPast(SandboxWork work)
    {
        foreach (var session in work.OpenSessionsPast(work.Now))
            Expire(work, session);
    }

    public static void Expire(SandboxWork work, JsonObject session)
    {
        session["status"] = "expired";
        session["client_secret"] = null;
        session["url"] = null;
        work.Put(session);
        if (work.Find(PaymentIntentObject.Kind, PaymentAttempts.IntentIdOf(session)) is { } intent)
        {
            intent["status"] = "canceled";
            intent["canceled_at"] = work.Now;
            intent["cancellation_reason"] = "expired";
            intent["next_action"] = null;
            work.Put(intent);
            work.Emit("payment_intent.canceled", intent);
        }
        work.Emit("checkout.session.expired", session);
    }

    public static CheckoutOutcome Complete(SandboxWork work, JsonObject session, JsonObject method, string paymentStatus)
    {
        var filled = session.Hidden().Object("filled") ?? [];
        var billing = method.Object("billing_details") ?? [];
        session["status"] = "complete";
        session["payment_status"] = paymentStatus;
        session["client_secret"] = null;
        session["url"] = null;
        var email = filled.Text("email") ?? billing.Text("email");
        session["customer_details"] = SessionObject.Details(
            email, billing.Text("name"), CustomerObject.Address(billing.Object("address")), filled.Text("phone"));
        if (filled.Object("shipping") is { } shipping)
            session["collected_information"] = new JsonObject
            {
                ["business_name"] = null,
                ["individual_name"] = null,
                ["shipping_details"] = shipping.DeepClone(),
            };
        CreateCustomer(work, session, billing, email);
        UpdateCustomer(work, session, billing, filled);
        work.Put(session);
        work.Emit("checkout.session.completed", session);
        return new CheckoutOutcome.Complete(paymentStatus, ReturnUrl(session));
    }

    /// <summary>Where the form leads afterwards, or null when the page's own script takes over.</summary>
    public static string? ReturnUrl(JsonObject session)
    {
        var url = session.Text("ui_mode") switch
        {
            "embedded_page" => session.Text("redirect_on_completion") == "always" ? session.Text("return_url") : null,
            _ => session.Text("success_url") ?? session.Text("return_url"),
        };
        return url?.Replace("{CHECKOUT_SESSION_ID}", session.Id(), StringComparison.Ordinal);
    }

    private static void CreateCustomer(SandboxWork work, JsonObject session, JsonObject billing, string? email)
    {
        if (session.Text("customer") is not null || session.Text("customer_creation") != "always")
            return;
        var customer = CustomerObject.New(work.Now);
        customer["email"] = email;
        customer["name"] = billing.Text("name");
        session["customer"] = work.Put(customer).Id();
        work.Emit("customer.created", customer);
    }

    private static void UpdateCustomer(SandboxWork work, JsonObject session, JsonObject billing, JsonObject filled)
    {
        if (work.Find(CustomerObject.Kind, session.Text("customer")) is not { } customer)
            return;
        var update = session.Hidden().Object("customer_update") ?? [];
        var before = customer.Shown();
        customer["email"] ??= filled.Text("email");
        if (update.Text("name") == "auto" && billing.Text("name") is { } name)
            customer["name"] = name;
        if (update.Text("address") == "auto")
            customer["address"] = CustomerObject.Address(billing.Object("address"));
        if (update.Text("shipping") == "auto" && filled.Object("shipping") is { } shipping)
            customer["shipping"] = CustomerObject.Shipping(shipping);
        if (JsonNode.DeepEquals(before, customer.Shown()))
            return;
        work.Put(customer);
        work.Emit("customer.updated", customer);
    }
}
