using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.PaymentsSandbox.Frame;

/// <summary>Stripe.js, the page inside the iframe, and what that page asks the server.</summary>
internal static class CheckoutFrame
{
    /// <summary>The client secret travels in this header and in no address, so that it reaches no log.</summary>
    public const string SecretHeader = "X-Checkout-Client-Secret";

    /// <summary>The shop forbids framing of its pages; this one is made to be framed, by the shop alone.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void Map(IEndpointRouteBuilder app)
    {
        var sandbox = app.MapGroup("/sandbox");
        sandbox.MapGet("stripe.js", (HttpContext http) => SandboxAssets.File("stripe.js", http));
        sandbox.MapGet("assets/checkout.js", (HttpContext http) => SandboxAssets.File("checkout.js", http));
        sandbox.MapGet("assets/checkout-fields.js", (HttpContext http) => SandboxAssets.File("checkout-fields.js", http));
        sandbox.MapGet("assets/checkout-look.js", (HttpContext http) => SandboxAssets.File("checkout-look.js", http));
        sandbox.MapGet("assets/checkout-saved.js", (HttpContext http) => SandboxAssets.File("checkout-saved.js", http));
        sandbox.MapGet("assets/checkout.css", (HttpContext http) => SandboxAssets.File("checkout.css", http));

        sandbox.MapGet("checkout/{id}", Page);
        sandbox.MapGet("checkout/{id}/state", (HttpContext http, string id, SandboxStore store) =>
            store.Run(work => Holds(http, work, id) && FrameView.Of(work, id) is { } view ? Json(http, view.Write()) : Refused(http)));
        sandbox.MapPost("checkout/{id}/pay", async (HttpContext http, string id, CheckoutPayment payment, SandboxCheckout checkout, SandboxStore store) =>
            store.Run(work => Holds(http, work, id)) ? Answer(http, await checkout.PayAsync(id, payment)) : Refused(http));
        sandbox.MapPost("checkout/{id}/authenticate", async (HttpContext http, string id, bool succeed, SandboxCheckout checkout, SandboxStore store) =>
            store.Run(work => Holds(http, work, id)) ? Answer(http, await checkout.AuthenticateAsync(id, succeed)) : Refused(http));

        sandbox.WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery().DisableRateLimiting().AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Page(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XFrameOptions = "SAMEORIGIN";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return Results.Content(SandboxAssets.Text("checkout.html"), "text/html", Encoding.UTF8);
    }

    private static bool Holds(HttpContext http, SandboxWork work, string id)
    {
        var secret = Sessions.Find(work, id)?.Hidden().Text("secret");
        return secret is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(http.Request.Headers[SecretHeader].ToString()));
    }

    private static IResult Answer(HttpContext http, CheckoutOutcome outcome) => Json(http, (outcome switch
    {
        CheckoutOutcome.Complete done => new JsonObject
        {
            ["result"] = "complete",
            ["payment_status"] = done.PaymentStatus,
            ["return_url"] = done.ReturnUrl,
        },
        CheckoutOutcome.Challenge challenge => new() { ["result"] = "challenge", ["last4"] = challenge.Last4 },
        CheckoutOutcome.Declined declined => new() { ["result"] = "declined", ["message"] = declined.Message, ["code"] = declined.DeclineCode ?? declined.Code, ["param"] = declined.Param },
        CheckoutOutcome.Invalid invalid => new()
        {
            ["result"] = "invalid",
            ["errors"] = new JsonObject(invalid.Errors.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value))),
        },
        CheckoutOutcome.Closed closed => new() { ["result"] = "closed", ["status"] = closed.Status },
        _ => throw new InvalidOperationException($"No answer for {outcome.GetType().Name}."),
    }).Write());

    private static IResult Refused(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { error = "This checkout session is unknown, or the client secret does not belong to it." }, statusCode: StatusCodes.Status403Forbidden);
    }

    private static IResult Json(HttpContext http, string body)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(body, "application/json", Encoding.UTF8);
    }
}
