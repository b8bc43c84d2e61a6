using BlazorShop.Web;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What Stripe's embedded form loads, as <see href="https://docs.stripe.com/security/guide#content-security-policy"/> names it.</summary>
internal sealed class StripeCsp : ICspSource
{
    private const string Js = "https://js.stripe.com";
    private const string JsBelow = "https://*.js.stripe.com";
    private const string Checkout = "https://checkout.stripe.com";

    public StripeCsp(StripeOptions stripe)
    {
        // Where the script is somebody else's copy, its host is wherever it looks for its own.
        string[] copy = Uri.TryCreate(stripe.JsUrl, UriKind.Absolute, out var js) && js.Scheme is "http" or "https" && stripe.JsUrl != StripeOptions.DefaultJsUrl
            ? [js.GetLeftPart(UriPartial.Authority)]
            : [];
        Scripts = [Js, JsBelow, Checkout, .. copy];
        Connections = ["https://api.stripe.com", Checkout, .. copy];
        Frames = [Js, JsBelow, "https://hooks.stripe.com", Checkout, .. copy];
    }

    public IReadOnlyList<string> Scripts { get; }

    public IReadOnlyList<string> Images { get; } = ["https://*.stripe.com"];

    public IReadOnlyList<string> Connections { get; }

    public IReadOnlyList<string> Frames { get; }

    public IReadOnlyList<string> Wallets { get; } = [Js, Checkout];
}
