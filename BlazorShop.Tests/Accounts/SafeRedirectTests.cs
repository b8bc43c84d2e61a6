using BlazorShop.Common;

namespace BlazorShop.Tests.Accounts;

public sealed class SafeRedirectTests
{
    public static TheoryData<string?> Foreign => new()
    {
        null, "", " ", "evil", "//evil", "///evil", "/\\evil", "\\\\evil", "\\/evil", "https:evil", "https://evil", "http://localhost/cart", "javascript:alert(1)",
        "%2f%2fevil", "/%2fevil", "/%2Fevil", "/%5cevil", "/%5Cevil", "/\t/evil", "/\n/evil", "/\r/evil", "/%09/evil", "/%0a/evil", "\t//evil", "/cart\nSet-Cookie:x=1",
        "/.//evil", "/a/..//evil", "~//evil", "/cart?x=\\", "/" + new string('a', 3000),
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_return_address_that_could_lead_to_another_site_leads_home(string? url) => Assert.Equal("/home", SafeRedirect.LocalOr(url, "/home"));

    [Theory]
    [InlineData("/")]
    [InlineData("/cart")]
    [InlineData("/orders/2026-000001?tab=1#top")]
    [InlineData("/catalog?q=a%2Fb&next=//x")]
    [InlineData("/products/caf%C3%A9")]
    public void A_return_address_of_this_site_is_kept(string url) => Assert.Equal(url, SafeRedirect.LocalOr(url, "/home"));

    [Theory]
    [InlineData("/caf\u00e9", "/caf%C3%A9")]
    [InlineData("/catalog?q=\u65e5\ud83d\ude00", "/catalog?q=%E6%97%A5%F0%9F%98%80")]
    public void A_return_address_that_no_header_can_hold_is_written_as_browsers_do(string url, string sent) => Assert.Equal(sent, SafeRedirect.LocalOr(url, "/home"));
}
