using System.Globalization;

namespace BlazorShop.Localization;

/// <summary>
/// Chooses the language of a request. A public page has the language of its address, so that everybody can share it from a cache; a personal page
/// has the one its visitor chose last, from a cookie. <c>Accept-Language</c> decides nothing: one address always shows the same language.
/// </summary>
internal sealed class RequestLanguage(RequestDelegate next, Func<HttpRequest, bool> isPersonal)
{
    /// <summary>How the script of a page tells the hub which language its circuit speaks (App.razor.js).</summary>
    public const string CircuitQuery = "language";

    private static readonly PathString hub = "/_blazor";

    public async Task InvokeAsync(HttpContext http)
    {
        if (LeadsToPlainPage(http))
            return;
        var culture = Choose(http.Request).Culture;
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        await next(http);
    }

    private Language Choose(HttpRequest request)
    {
        // A circuit speaks the language of the page it belongs to, also when the cookie changed in another tab meanwhile.
        if (request.Path.StartsWithSegments(hub))
            return Languages.Find(request.Query[CircuitQuery]) ?? LanguageCookie.Read(request) ?? Languages.Neutral;
        return isPersonal(request) ? LanguageCookie.Read(request) ?? Languages.Neutral : Languages.Neutral;
    }

    /// <summary><c>/fr/cart</c> answers with the way to <c>/cart</c>, and the language is remembered.</summary>
    private bool LeadsToPlainPage(HttpContext http)
    {
        var request = http.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || SplitPrefix(request.Path) is not var (language, plain))
            return false;
        var asked = request.Path;
        request.Path = plain;
        if (!isPersonal(request))
        {
            // A public page in this language: its path is taken apart here, and not found until public pages are translated.
            request.Path = asked;
            return false;
        }

        LanguageCookie.Remember(http, language);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(request.PathBase.Add(plain).ToUriComponent() + request.QueryString.ToUriComponent());
        return true;
    }

    private static (Language Language, PathString Plain)? SplitPrefix(PathString path)
    {
        foreach (var language in Languages.All)
        {
            if (path.StartsWithSegments("/" + language.Tag, out var rest))
                return (language, rest.HasValue ? rest : "/");
        }

        return null;
    }
}
