using System.Text.Encodings.Web;
using System.Text.Unicode;
using BlazorShop.Common;
using BlazorShop.Components.Frame;
using BlazorShop.Localization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace BlazorShop.Components;

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
        services.AddMudServices();
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
        services.AddSingleton<SandboxNotice>();
        services.AddSingleton<ContentPolicy>();
        services.AddSingleton<ProxyWatch>();
        services.AddSingleton(new CircuitQuota(
            ReadLimit(builder.Configuration, "CircuitsPerCustomer", 20, "open pages"), ReadLimit(builder.Configuration, "CircuitsPerAddress", 50, "open pages")));
        services.AddRateLimiter(ReadLimits(builder.Configuration).Configure);
        return builder;
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseMiddleware<HostRules>();
        app.UseMiddleware<HostCookies>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<CleanInput>();
        // Before the pages for failures, which are pages in a language too.
        app.UseLocalization(request => request.IsPersonal());
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
            app.UseWhen(http => http.Request.IsPage(), pages => pages.UseExceptionHandler("/Error", createScopeForErrors: true));
            app.UseWhen(http => !http.Request.IsPage(), machines => machines.UseExceptionHandler(_ => { }));
        }

        app.UseMiddleware<HeadRequests>();
        // Re-executing a post as a page would turn its status into 400 (no antiforgery token); only looking at pages gets one.
        app.UseWhen(
            http => http.Request.IsPage() && HttpMethods.IsGet(http.Request.Method),
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

    public static void MapShop(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            options.ContentSecurityFrameAncestorsPolicy = null; // SecurityHeaders says more.
            options.DisableWebSocketCompression = true; // Compressed secrets beside chosen text can be guessed by their length.
        });
    }

    private static void AddHolesAndCache(this IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IAntiforgery)).ImplementationType!;
        services.AddSingleton(provider => new HoleAntiforgery((IAntiforgery)ActivatorUtilities.CreateInstance(provider, real)));
        services.AddSingleton<IAntiforgery>(provider => provider.GetRequiredService<HoleAntiforgery>());
        services.AddSingleton<VisitorHtml>();
        services.AddSingleton<PageNotices>();
        services.TryAddSingleton<ICartCount, NoCart>();
        services.TryAddSingleton<IOpenWork, NoOpenWork>();
        services.AddOutputCache(cache =>
        {
            cache.MaximumBodySize = 1024 * 1024;
            cache.AddBasePolicy(policy => policy.AddPolicy<StorefrontCache>(), excludeDefaultPolicy: true);
        });
        services.AddSingleton<StorefrontCache>();
    }

    private static RateLimits ReadLimits(ConfigurationManager configuration)
    {
        var limits = new RateLimits();
        limits.SignIn = Read("SignIn", limits.SignIn);
        limits.Register = Read("Register", limits.Register);
        limits.Search = Read("Search", limits.Search);
        limits.CartAdds = Read("CartAdds", limits.CartAdds);
        return limits;

        int Read(string name, int otherwise) => ReadLimit(configuration, name, otherwise, "requests per minute");
    }

    private static int ReadLimit(ConfigurationManager configuration, string name, int otherwise, string what)
    {
        var value = configuration["RateLimits:" + name];
        if (string.IsNullOrWhiteSpace(value))
            return otherwise;
        return int.TryParse(value, out var number) && number > 0
            ? number
            : throw new InvalidOperationException($"RateLimits__{name} is '{value}': set it to a whole number of {what}, 1 or more.");
    }
}
