using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Components;
using BlazorShop.Web;

namespace BlazorShop.Accounts;

/// <summary>The links in the header by which a guest logs in, and a member reaches what is theirs.</summary>
internal sealed class VisitorLinks(HoleAntiforgery antiforgery) : IVisitorPart
{
    private static readonly byte[] guest = Encoding.UTF8.GetBytes(
        """<a href="/Account/Login">Log in</a><a href="/Account/Register">Register</a>""");

    public char Hole => PagePlaces.Visitor;

    public ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http) =>
        new(http.User.Identity?.IsAuthenticated == true ? Encoding.UTF8.GetBytes(Member(http)) : guest);

    private string Member(HttpContext http)
    {
        var tokens = antiforgery.RealTokens(http);
        var admin = http.User.IsInRole(Policies.StaffRole) ? """<a href="/admin" data-enhance-nav="false">Staff admin</a>""" : "";
        // Full loads: the pages of orders and cards have a content security policy with Stripe in it.
        return $"""
            {admin}<a href="/orders" data-enhance-nav="false">Orders</a><a href="/Account/Manage" data-enhance-nav="false">Account</a>
            <form method="post" action="/Account/Logout"><input type="hidden" name="{tokens.FormFieldName}" value="{HtmlEncoder.Default.Encode(tokens.RequestToken!)}"><button type="submit">Log out</button></form>
            """;
    }
}
