namespace BlazorShop.Localization;

/// <summary>Remembers the language a visitor chose, for pages whose address has none. It says nothing about who they are.</summary>
internal static class LanguageCookie
{
    public const string Name = "shop-language";

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private static readonly CookieBuilder cookie = new()
    {
        Name = Name,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookieSecurePolicy.SameAsRequest,
        IsEssential = true,
        Path = "/",
        MaxAge = Lifetime,
    };

    public static Language? Read(HttpRequest request) => Languages.Find(request.Cookies[Name]);

    public static void Remember(HttpContext http, Language language) => http.Response.Cookies.Append(Name, language.Tag, cookie.Build(http));
}
