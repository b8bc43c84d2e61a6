using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Components;
using BlazorShop.Localization;
using BlazorShop.Web;

namespace BlazorShop.Accounts;

/// <summary>The links in the header by which a guest logs in, and a member reaches what is theirs.</summary>
internal sealed class VisitorLinks(HoleAntiforgery antiforgery) : IVisitorPart
{
    public char Hole => PagePlaces.Visitor;

    public ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http) =>
        new(Encoding.UTF8.GetBytes(http.User.Identity?.IsAuthenticated == true ? Member(http) : Guest(http)));

    private static string Guest(HttpContext http) =>
        $"""<a href="{LanguagePath.OfPersonal(http, "/Account/Login")}">{E("Header.LogIn")}</a><a href="{LanguagePath.OfPersonal(http, "/Account/Register")}">{E("Header.Register")}</a>""";

    private string Member(HttpContext http)
    {
        var tokens = antiforgery.RealTokens(http);
        var admin = http.User.IsInRole(Policies.StaffRole) ? $"""<a href="/admin" data-enhance-nav="false">{E("Header.Admin")}</a>""" : "";
        // Full loads: the pages of orders and cards have a content security policy with the payment provider's hosts in it.
        return $"""
            {admin}<a href="{LanguagePath.OfPersonal(http, "/orders")}" data-enhance-nav="false">{E("Header.Orders")}</a><a href="{LanguagePath.OfPersonal(http, "/Account/Manage")}" data-enhance-nav="false">{E("Header.Account")}</a>
            <form method="post" action="{LanguagePath.OfPersonal(http, "/Account/Logout")}"><input type="hidden" name="{tokens.FormFieldName}" value="{HtmlEncoder.Default.Encode(tokens.RequestToken!)}"><button type="submit">{E("Header.LogOut")}</button></form>
            """;
    }

    private static string E(string key) => HtmlEncoder.Default.Encode(AccountTexts.All[key]);
}
