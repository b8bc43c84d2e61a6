using System.Globalization;
using BlazorShop.Common;
using Microsoft.Extensions.Localization;

namespace BlazorShop.Localization;

internal static class LocalizationSetup
{
    public static WebApplicationBuilder AddLocalization(this WebApplicationBuilder builder)
    {
        // What no request asked for (a start, a worker) is in English, whatever the machine it runs on speaks.
        var culture = Languages.Neutral.Culture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        builder.Services.AddTexts();
        builder.Services.AddSingleton(new KeptCookie(LanguageCookie.Name, LanguageCookie.Lifetime));
        return builder;
    }

    public static IServiceCollection AddTexts(this IServiceCollection services) =>
        services.AddSingleton(typeof(IStringLocalizer<>), typeof(RoomLocalizer<>));

    /// <summary>Everything after this runs in the language of its request, and sees the plain path of its address.</summary>
    public static void UseLocalization(this WebApplication app, LanguageAreas areas) => app.UseMiddleware<RequestLanguage>(areas);
}
