using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>What <c>billing_address_collection</c> wants of a card's billing details.</summary>
internal static class BillingRules
{
    /// <summary>Countries whose addresses have a state, province or region that a form asks for.</summary>
    private static readonly string[] states = ["AU", "BR", "CA", "ES", "IN", "IT", "JP", "MX", "US"];

    /// <summary>False where addresses go without one.</summary>
    public static bool HasPostalCode(string? country) => country is not ("AE" or "HK" or "IE" or "QA" or "BS" or "PA" or "UG" or "ZW" or "GH" or "FJ" or "JM");

    public static bool NeedsPostalCode(string? country) => country is "US" or "CA" or "GB";

    public static bool NeedsState(string? country) => states.Contains(country);

    /// <summary>Whether a form that collects this much could be filled in from it: <c>required</c> wants every field of an address.</summary>
    public static bool AreComplete(JsonObject billing, bool everything)
    {
        var address = billing.Object("address") ?? [];
        if (billing.Text("email") is null || billing.Text("name") is null || address.Text("country") is not { } country)
            return false;
        if (!everything)
            return !NeedsPostalCode(country) || address.Text("postal_code") is not null;
        return address.Text("line1") is not null && address.Text("city") is not null && address.Text("postal_code") is not null
            && (!NeedsState(country) || address.Text("state") is not null);
    }
}
