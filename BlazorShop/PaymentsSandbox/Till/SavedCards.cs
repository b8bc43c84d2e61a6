using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Till;

/// <summary>Stripe's rules for showing a returning buyer their cards, and for keeping one.</summary>
internal static class SavedCards
{
    public const int Limit = 50;

    /// <summary>A session older than this shows no saved card, even when reloaded.</summary>
    public static readonly TimeSpan PrefillEnds = TimeSpan.FromMinutes(30);

    /// <summary>The cards the form may offer, newest first; the first is prefilled.</summary>
    public static List<JsonObject> Offered(SandboxWork work, JsonObject session)
    {
        if (session.Text("mode") != "payment" || session.Text("customer") is not { } customer
            || work.Now - session.Number("created") >= PrefillEnds.TotalSeconds)
            return [];
        var filters = session.Object("saved_payment_method_options")?["allow_redisplay_filters"] as JsonArray;
        var allowed = filters is { Count: > 0 } ? filters.Select(f => f!.GetValue<string>()).ToHashSet() : ["always"];
        return [.. work.All(PaymentMethodObject.Kind, ("customer", customer))
            .Where(card => card.Text("type") == "card"
                && allowed.Contains(card.Text("allow_redisplay") ?? "unspecified")
                && HasBilling(card, session.Text("billing_address_collection") == "required"))
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

    private static bool HasBilling(JsonObject card, bool everything)
    {
        var billing = card.Object("billing_details") ?? [];
        var address = billing.Object("address") ?? [];
        if (billing.Text("email") is null || billing.Text("name") is null || address.Text("country") is not { } country)
            return false;
        return everything
            ? address.Text("line1") is not null && address.Text("city") is not null && address.Text("postal_code") is not null
            : country is not ("US" or "CA" or "GB") || address.Text("postal_code") is not null;
    }
}
