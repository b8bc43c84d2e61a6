using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>The page where a developer plays the bank, and the forms on it.</summary>
internal static class PanelEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder app)
    {
        var panel = app.MapGroup("/sandbox");
        panel.MapGet("", (HttpContext http, PanelPage page, IAntiforgery antiforgery) =>
        {
            var token = antiforgery.GetAndStoreTokens(http);
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
                http.Response.Headers.XContentTypeOptions = "nosniff";
                http.Response.Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
            return Results.Content(page.Render(token, http.Request.Query["said"]), "text/html", Encoding.UTF8);
        });
        panel.MapPost("act", async (HttpContext http, PanelActions actions, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http))
                return Results.Text("This form is no longer valid. Go back, reload the page and try again.", statusCode: StatusCodes.Status400BadRequest);
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var said = actions.Perform(form["act"].ToString(), form["subject"].ToString(), form["amount"].ToString());
            return Results.LocalRedirect($"/sandbox?said={Uri.EscapeDataString(said)}");
        });
        panel.MapGet("assets/panel.css", (HttpContext http) => SandboxAssets.File("panel.css", http));
        panel.WithMetadata(new SkipStatusCodePagesAttribute()).DisableRateLimiting().AllowAnonymous().ExcludeFromDescription();
    }
}
