using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>Stripe's rules for showing a returning buyer their cards, and for keeping one.</summary>
internal static class SandboxCards
{
    public const int Limit = 50;

    /// <summary>A session older than this shows no saved card, even when reloaded.</summary>
    public static readonly TimeSpan PrefillEnds = TimeSpan.FromMinutes(30);

    /// <summary>Whether the form still fills in what is known of the buyer. Setting up a card begins with an empty form.</summary>
    public static bool Prefills(SandboxWork work, JsonObject session) =>
        session.Text("mode") is "payment" or "subscription" && work.Now - session.Number("created") < PrefillEnds.TotalSeconds;

    /// <summary>
    /// The cards the form may offer; the first is prefilled. For a payment that is the newest, for a subscription the customer's
    /// default card where it is one of them.
    /// </summary>
    public static List<JsonObject> Offered(SandboxWork work, JsonObject session)
    {
        if (session.Text("customer") is not { } customer || !Prefills(work, session))
            return [];
        var filters = session.Object("saved_payment_method_options")?["allow_redisplay_filters"] as JsonArray;
        var allowed = filters is { Count: > 0 } ? filters.Select(f => f!.GetValue<string>()).ToHashSet() : ["always"];
        var chosen = session.Text("mode") == "subscription"
            ? work.Find(CustomerObject.Kind, customer)?.Object("invoice_settings")?.Text("default_payment_method") : null;
        return [.. work.All(PaymentMethodObject.Kind, ("customer", customer))
            .Where(card => card.Text("type") == "card"
                // Apple Pay and Google Pay show their own cards.
                && card.Object("card")?["wallet"] is null
                && allowed.Contains(card.Text("allow_redisplay") ?? "unspecified")
                && BillingRules.AreComplete(card.Object("billing_details") ?? [], session.Text("billing_address_collection") == "required"))
            .OrderByDescending(card => card.Id() == chosen)
            .Take(Limit)];
    }

    /// <summary>Attaches the card just used, if the buyer consented or the shop asked for it.</summary>
    public static void Keep(SandboxWork work, JsonObject session, JsonObject intent, JsonObject card)
    {
        if (session.Text("customer") is not { } customer || card.Text("customer") is not null || card.Text("type") != "card")
            return;
        var consented = session.Hidden().Object("filled")?.Flag("save") == true
            && session.Object("saved_payment_method_options")?.Text("payment_method_save") == "enabled";
        var asked = session.Text("mode") == "setup" || intent.Text("setup_future_usage") is not null;
        if (!consented && !asked)
            return;
        card["customer"] = customer;
        card["allow_redisplay"] = session.Hidden().Object("payment_method_data")?.Text("allow_redisplay")
            ?? (consented ? "always" : "limited");
        work.Put(card);
        work.Emit("payment_method.attached", card);
    }
}
