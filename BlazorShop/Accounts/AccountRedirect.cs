using BlazorShop.Common;
using Microsoft.AspNetCore.Components;

namespace BlazorShop.Accounts;

/// <summary>Where an account page sends the browser, always within this site, and the word it takes along.</summary>
internal sealed class AccountRedirect(NavigationManager navigation)
{
    public const string NoticeCookie = "shop-account-notice";

    private static readonly CookieBuilder noticeCookie = new()
    {
        SameSite = SameSiteMode.Strict,
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromSeconds(10),
    };

    public void To(string? url, string fallback = "/") => navigation.NavigateTo(SafeRedirect.LocalOr(url, fallback));

    public void To(string path, IReadOnlyDictionary<string, object?> query) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(path, query));

    public void WithNotice(string url, string notice, HttpContext http)
    {
        http.Response.Cookies.Append(NoticeCookie, notice, noticeCookie.Build(http));
        To(url);
    }
}
