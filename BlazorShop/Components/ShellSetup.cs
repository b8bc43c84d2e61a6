using BlazorShop.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace BlazorShop.Components;

internal static class ShellSetup
{
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddMudServices();
        builder.Services.AddSingleton<SandboxNotice>();
        builder.Services.AddSingleton<PageNotices>();
        builder.Services.AddSingleton<ShopWords>();
        builder.Services.AddSingleton<IVisitorPart, NoticePart>();
        builder.Services.TryAddSingleton<IOpenWork, NoOpenWork>();
        return builder;
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
}
