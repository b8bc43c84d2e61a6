using System.Globalization;
using BlazorShop.Common;

namespace BlazorShop.Localization;

internal static class LocalizationSetup
{
    public static WebApplicationBuilder AddLocalization(this WebApplicationBuilder builder)
    {
        // What no request asked for (a start, a worker) is in English, whatever the machine it runs on speaks.
        var culture = Languages.Neutral.Culture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        builder.Services.AddLocalization();
        builder.Services.AddSingleton(new KeptCookie(LanguageCookie.Name, LanguageCookie.Lifetime));
        return builder;
    }

    /// <summary>Everything after this runs in the language of its request. <paramref name="isPersonal"/>: pages whose address has no language.</summary>
    public static void UseLocalization(this WebApplication app, Func<HttpRequest, bool> isPersonal) => app.UseMiddleware<RequestLanguage>(isPersonal);
}
