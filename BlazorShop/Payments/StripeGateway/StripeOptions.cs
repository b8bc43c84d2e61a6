using BlazorShop.Common;
using BlazorShop.Payments.Cards;
using Microsoft.AspNetCore.Hosting.Server;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Settings <c>Stripe__*</c>, trimmed and checked: see <see cref="StripeOptionsReader"/>.</summary>
public sealed class StripeOptions
{
    public const string DefaultJsUrl = "https://js.stripe.com/endive/stripe.js";

    /// <summary>Where Stripe's API is; null: at Stripe's own address, or at the sandbox on this very server.</summary>
    public string? ApiBase { get; init; }

    public required string SecretKey { get; init; }

    public required string PublishableKey { get; init; }

    /// <summary>More than one while a secret is being rolled; separated by commas in the setting.</summary>
    public required IReadOnlyList<string> WebhookSecrets { get; init; }

    public required string JsUrl { get; init; }

    /// <summary>Which saved cards the forms offer.</summary>
    public CardRules Cards { get; init; } = CardRules.Default;

    /// <summary>How the forms look, and whether they may show other currencies.</summary>
    public FormSettings Forms { get; init; } = FormSettings.Default;

    public required bool Sandbox { get; init; }

    public bool Live => SecretKey.StartsWith("sk_live", StringComparison.Ordinal) || SecretKey.StartsWith("rk_live", StringComparison.Ordinal);

    public string Environment => Sandbox ? "sandbox" : Live ? "live" : "test";

    /// <summary>The API's address; the sandbox's is known once the server listens.</summary>
    public string? ResolveApiBase(IServer server)
    {
        if (ApiBase is not null || !Sandbox)
            return ApiBase;
        return OwnAddress.Of(server) + "/sandbox/stripe";
    }
}
