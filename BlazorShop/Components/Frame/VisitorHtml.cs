using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Components.Shared;

namespace BlazorShop.Components.Frame;

/// <summary>Writes what fills a hole, encoded.</summary>
internal sealed class VisitorHtml(HoleAntiforgery antiforgery, PageNotices notices)
{
    private static readonly byte[] guest = Encoding.UTF8.GetBytes(
        """<a href="/Account/Login">Log in</a><a href="/Account/Register">Register</a>""");

    public async ValueTask<ReadOnlyMemory<byte>> RenderAsync(char hole, HttpContext http) => hole switch
    {
        'v' => http.User.Identity?.IsAuthenticated == true ? Utf8(Member(http)) : guest,
        'c' => Utf8(Cart(await http.RequestServices.GetRequiredService<ICartCount>().CountAsync(http, http.RequestAborted))),
        'n' => notices.Take(http) is { } notice ? Utf8(Notice(notice)) : ReadOnlyMemory<byte>.Empty,
        't' => Utf8(HtmlEncoder.Default.Encode(antiforgery.RealTokens(http).RequestToken!)),
        'h' => Utf8(HtmlEncoder.Default.Encode(http.Request.Path + http.Request.QueryString)),
        _ => throw new InvalidOperationException($"A page has a hole '{hole}' that nobody knows how to fill."),
    };

    private static string Cart(int count) =>
        $"""<a class="cart-link" href="/cart">Cart <span class="cart-count">{count.ToString(CultureInfo.InvariantCulture)}</span></a>""";

    private string Member(HttpContext http)
    {
        var tokens = antiforgery.RealTokens(http);
        var desk = http.User.IsInRole(Accounts.Policies.StaffRole) ? """<a href="/admin" data-enhance-nav="false">Staff desk</a>""" : "";
        // Full loads: the pages of orders and cards have a content security policy with Stripe in it.
        return $"""
            {desk}<a href="/orders" data-enhance-nav="false">Orders</a><a href="/Account/Manage" data-enhance-nav="false">Account</a>
            <form method="post" action="/Account/Logout"><input type="hidden" name="{tokens.FormFieldName}" value="{HtmlEncoder.Default.Encode(tokens.RequestToken!)}"><button type="submit">Log out</button></form>
            """;
    }

    private static string Notice(PageNotice notice)
    {
        var (role, tone) = notice.Tone switch
        {
            Tone.Danger => ("alert", "danger"),
            Tone.Warning => ("alert", "warning"),
            Tone.Success => ("status", "success"),
            _ => ("status", "info"),
        };
        var link = notice is { LinkHref: { } href, LinkText: { } text }
            ? $""" <a href="{HtmlEncoder.Default.Encode(href)}">{HtmlEncoder.Default.Encode(text)}</a>"""
            : "";
        return $"""<div class="page-notice"><p class="alert alert-{tone}" role="{role}">{HtmlEncoder.Default.Encode(notice.Text)}{link}</p></div>""";
    }

    private static byte[] Utf8(string html) => Encoding.UTF8.GetBytes(html);
}
