using System.Text.Encodings.Web;
using System.Text.Unicode;
using BlazorShop.Common;
using BlazorShop.Localization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace BlazorShop.Web;

internal static class WebSetup
{
    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        // An address in appsettings would win over ASPNETCORE_URLS; this one only fills the gap.
        if (builder.Environment.IsDevelopment() && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls("http://localhost:5080");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var services = builder.Services;
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits =>
            {
                circuits.DetailedErrors = builder.Environment.IsDevelopment();
                circuits.DisconnectedCircuitMaxRetained = 100;
                circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
                circuits.JSInteropDefaultCallTimeout = TimeSpan.FromMinutes(1);
                circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 32 * 1024);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.AddOptions<HstsOptions>().Configure<IOptions<ShopOptions>>((hsts, shop) => hsts.IncludeSubDomains = shop.Value.IsHttps);
        // The framework's own filter knows neither Shop__PublicUrl nor that probes may ask by any name: HostRules reads AllowedHosts instead.
        services.PostConfigure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["*"]);
        services.AddSingleton<PolicyReports>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "shop-antiforgery";
            antiforgery.Cookie.HttpOnly = true;
            // Lax, so that a buyer whom the payment provider sends back still holds it.
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // frame-ancestors 'none' says it.
        });
        // "€" and "é" as themselves; only what means something in HTML is escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHolesAndCache();
        builder.AddSharedRedis();
        builder.AddTelemetry();
        services.AddSingleton<PageAreas>();
        services.AddSingleton<ContentPolicy>();
        services.AddSingleton<ProxyWatch>();
        services.AddSingleton(new CircuitQuota(
            RequestLimits.Read(builder.Configuration, "CircuitsPerCustomer", 20, "open pages"),
            RequestLimits.Read(builder.Configuration, "CircuitsPerAddress", 50, "open pages")));
        services.AddSingleton(PolicyReports.Limit);
        services.AddSingleton<RateLimits>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<RateLimits>((options, limits) => limits.Configure(options));
        return builder;
    }

    public static void UseWeb(this WebApplication app)
    {
        var areas = app.Services.GetRequiredService<PageAreas>();
        app.UseMiddleware<HostRules>();
        app.UseMiddleware<HostCookies>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<CleanInput>();
        // Before the pages for failures, which are pages in a language too.
        app.UseLocalization(new LanguageAreas(areas.IsPage, areas.IsPersonal));
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
            app.UseWhen(http => areas.IsPage(http.Request), pages => pages.UseExceptionHandler("/Error", createScopeForErrors: true));
            app.UseWhen(http => !areas.IsPage(http.Request), machines => machines.UseExceptionHandler(_ => { }));
        }

        app.UseMiddleware<HeadRequests>();
        // Re-executing a post as a page would turn its status into 400 (no antiforgery token); only looking at pages gets one.
        app.UseWhen(
            http => areas.IsPage(http.Request) && HttpMethods.IsGet(http.Request.Method),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseMiddleware<Failures>();
        app.UseMiddleware<SocketOrigin>();
        app.UseRateLimiter();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<CircuitLimits>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<HoleFiller>();
        app.UseOutputCache();
        app.MapPost(PolicyReports.Path, (HttpContext http, PolicyReports reports) => reports.TakeAsync(http));
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") });
    }

    private static void AddHolesAndCache(this IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IAntiforgery)).ImplementationType!;
        services.AddSingleton(provider => new HoleAntiforgery((IAntiforgery)ActivatorUtilities.CreateInstance(provider, real)));
        services.AddSingleton<IAntiforgery>(provider => provider.GetRequiredService<HoleAntiforgery>());
        services.AddSingleton<IVisitorPart, TokenPart>();
        services.AddSingleton<IVisitorPart, HerePart>();
        services.AddSingleton<IVisitorPart, PlainHerePart>();
        services.AddSingleton<CachedAreas>();
        services.AddOutputCache(cache =>
        {
            cache.MaximumBodySize = 1024 * 1024;
            cache.AddBasePolicy(policy => policy.AddPolicy<StorefrontCache>(), excludeDefaultPolicy: true);
        });
        services.AddSingleton<StorefrontCache>();
    }
}
