using System.Globalization;

namespace BlazorShop.Localization;

/// <summary>Which addresses people look at, and which of them show whose they are: what the language of a request depends on.</summary>
internal sealed record LanguageAreas(Func<HttpRequest, bool> IsPage, Func<HttpRequest, bool> IsPersonal);

/// <summary>
/// Chooses the language of a request. A public page has the language of its address, so that everybody can share it from a cache; a personal page
/// has the one its visitor chose last, from a cookie. <c>Accept-Language</c> decides nothing: one address always shows the same language. Whoever
/// chose another language than English and asks for the plain address of a public page is led to the one in theirs: the answer that differs between
/// visitors is a redirect that nobody keeps, never a page.
/// </summary>
internal sealed class RequestLanguage(RequestDelegate next, LanguageAreas areas)
{
    /// <summary>How the script of a page tells the hub which language its circuit speaks (App.razor.js).</summary>
    public const string CircuitQuery = "language";

    private static readonly PathString hub = "/_blazor";

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var isPersonal = areas.IsPersonal(request);
        if (!isPersonal && !areas.IsPage(request))
            return InAsync(http, request.Path.StartsWithSegments(hub) ? OfCircuit(request) : Languages.Neutral);
        if (LanguagePath.Split(request.Path) is not var (language, plain))
        {
            var chosen = LanguageCookie.Read(request) ?? Languages.Neutral;
            return isPersonal || chosen == Languages.Neutral || !isRead
                ? InAsync(http, isPersonal ? chosen : Languages.Neutral)
                : LeadTo(http, LanguagePath.Of(request.Path.ToUriComponent(), chosen));
        }

        if (isRead && (isPersonal || language == Languages.Neutral))
        {
            LanguageCookie.Remember(http, language);
            return LeadTo(http, plain.ToUriComponent());
        }

        // A form that was sent from a page in this language.
        if (!isRead)
            LanguageCookie.Remember(http, language);
        request.Path = plain;
        http.Features.Set(new AddressLanguage(language));
        return InAsync(http, language);
    }

    private async Task InAsync(HttpContext http, Language language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language.Culture;
        await next(http);
    }

    /// <summary>A circuit speaks the language of the page it belongs to, also when the cookie changed in another tab meanwhile.</summary>
    private static Language OfCircuit(HttpRequest request) =>
        Languages.Find(request.Query[CircuitQuery]) ?? LanguageCookie.Read(request) ?? Languages.Neutral;

    private static Task LeadTo(HttpContext http, string path)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(http.Request.PathBase.ToUriComponent() + path + http.Request.QueryString.ToUriComponent());
        return Task.CompletedTask;
    }
}
