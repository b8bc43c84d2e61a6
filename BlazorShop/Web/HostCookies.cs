using BlazorShop.Common;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BlazorShop.Web;

/// <summary>
/// Over https every cookie of the shop is <c>Secure</c> and called <c>__Host-…</c>: a browser takes such a cookie from this very host alone, so that no
/// neighbour below the same domain can plant one (RFC 6265bis, section 4.1.3.2). The rest of the shop says the plain names; here they are translated,
/// all of them, also those that are added later. A cart or a login from before (<see cref="KeptCookie"/>) is read once under its plain name and replaced.
/// </summary>
internal sealed class HostCookies(RequestDelegate next, IOptions<ShopOptions> shop, IEnumerable<KeptCookie> kept)
{
    public const string Prefix = "__Host-";

    private readonly bool isOn = shop.Value.IsHttps;
    private readonly KeptCookie[] kept = [.. kept];

    public Task InvokeAsync(HttpContext http)
    {
        if (!isOn || !http.Request.IsHttps)
            return next(http);
        var old = Translate(http.Request);
        http.Response.OnStarting(
            static state =>
            {
                var (response, old) = ((HttpResponse, List<(KeptCookie Kind, string Name, string Value)>))state;
                response.Headers.SetCookie = Translate(response.Headers.SetCookie, old);
                return Task.CompletedTask;
            },
            (http.Response, old));
        return next(http);
    }

    /// <summary>Leaves only what carries the prefix, under its plain name, and what is to be kept; returns the latter.</summary>
    private List<(KeptCookie Kind, string Name, string Value)> Translate(HttpRequest request)
    {
        var old = new List<(KeptCookie, string, string)>();
        if (StringValues.IsNullOrEmpty(request.Headers.Cookie))
            return old;
        var sent = CookieHeaderValue.TryParseList(request.Headers.Cookie, out var parsed) ? parsed : [];
        var pairs = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cookie in sent.Where(c => c.Name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var name = cookie.Name.Subsegment(Prefix.Length).ToString();
            if (names.Add(name))
                pairs.Add($"{name}={cookie.Value}");
        }

        foreach (var cookie in sent)
        {
            var name = cookie.Name.ToString();
            if (Kept(name) is not { } kind || !names.Add(name))
                continue;
            pairs.Add($"{name}={cookie.Value}");
            old.Add((kind, name, cookie.Value.ToString()));
        }

        request.Headers.Cookie = pairs.Count > 0 ? string.Join("; ", pairs) : StringValues.Empty;
        return old;
    }

    // A large login is cut into pieces: shopC1, shopC2 …
    private KeptCookie? Kept(string name) =>
        Array.Find(kept, k => name == k.Name || name.StartsWith(k.Name + "C", StringComparison.Ordinal) && name[(k.Name.Length + 1)..].All(char.IsAsciiDigit));

    private static StringValues Translate(StringValues set, List<(KeptCookie Kind, string Name, string Value)> old)
    {
        var answer = new List<string>(set.Count + 2 * old.Count);
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in set)
        {
            if (text is null || !SetCookieHeaderValue.TryParse(text, out var cookie))
                continue;
            said.Add(cookie.Name.ToString());
            if (!cookie.Name.StartsWith(Prefix, StringComparison.Ordinal))
                cookie.Name = Prefix + cookie.Name.ToString();
            cookie.Secure = true;
            cookie.Path = "/";
            cookie.Domain = default;
            answer.Add(cookie.ToString());
        }

        foreach (var (kind, name, value) in old)
        {
            if (!said.Contains(name))
            {
                answer.Add(new SetCookieHeaderValue(Prefix + name, value)
                {
                    HttpOnly = true,
                    MaxAge = kind.MaxAge,
                    Path = "/",
                    SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Lax,
                    Secure = true,
                }.ToString());
            }

            answer.Add(new SetCookieHeaderValue(name, "") { Expires = DateTimeOffset.UnixEpoch, Path = "/", Secure = true }.ToString());
        }

        return answer.Count > 0 ? new StringValues([.. answer]) : StringValues.Empty;
    }
}
