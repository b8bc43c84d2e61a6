using BlazorShop.Admin.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

/// <summary>The list of stored events on the payments page.</summary>
public sealed class InboxListTests : ShopComponentContext
{
    private readonly NavigationManager navigation;

    public InboxListTests()
    {
        SignInStaff();
        navigation = Services.GetRequiredService<NavigationManager>();
        Render<MudPopoverProvider>();
    }

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task The_address_says_which_events_are_shown()
    {
        await AddAsync(
            Make.Event("evt_1", "checkout.session.completed", "cs_1", InboxState.Applied, Now.AddMinutes(-3)),
            Make.Event("evt_2", "charge.refunded", "ch_1", InboxState.Quarantined, Now.AddMinutes(-2)),
            Make.Event("evt_3", "customer.created", "cus_1", InboxState.Ignored, Now.AddMinutes(-1)));
        var page = Render<PaymentsPage>();
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_3", "stripe:evt_2", "stripe:evt_1"], Events(page)));
        page.WaitForAssertion(() => Assert.Contains("1 event is in quarantine", page.Markup, StringComparison.Ordinal));

        navigation.NavigateTo("/admin/payments?state=Quarantined");
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_2"], Events(page)));
        navigation.NavigateTo("/admin/payments?type=customer.created");
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_3"], Events(page)));
        navigation.NavigateTo("/admin/payments?q=cs_1");
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_1"], Events(page)));
        navigation.NavigateTo("/admin/payments?q=evt_2");
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_2"], Events(page)));
        navigation.NavigateTo("/admin/payments?state=Broken");
        page.WaitForAssertion(() => Assert.Contains("a status that doesn't exist", page.Find("section[aria-labelledby=inbox] [role=alert].alert-warning").TextContent, StringComparison.Ordinal));
        Assert.Empty(Events(page));
    }

    [Theory]
    [InlineData("2026-03-25.dahlia", true)]
    [InlineData("2026-09-30.endive", false)]
    [InlineData(null, false)]
    public async Task Events_of_another_release_train_are_pointed_out(string? version, bool told)
    {
        await AddAsync(Make.Event("evt_1", "charge.refunded", "ch_1", InboxState.Applied, Now, version));
        var page = Render<PaymentsPage>();
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_1"], Events(page)));
        page.WaitForElement(".figures");
        Assert.Equal(told, page.Markup.Contains("another version of the provider", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_page_of_events_is_in_the_address_and_another_filter_begins_at_the_first()
    {
        await AddAsync([.. Enumerable.Range(1, 30).Select(n => Make.Event($"evt_{n:D2}", state: n % 2 == 0 ? InboxState.Applied : InboxState.Ignored, at: Now.AddMinutes(n - 60)))]);
        navigation.NavigateTo("/admin/payments");
        var page = Render<PaymentsPage>();
        page.WaitForAssertion(() => Assert.Equal(25, Events(page).Count));
        Assert.EndsWith("?after=stripe%3Aevt_06", page.Find("a.next").GetAttribute("href"), StringComparison.Ordinal);
        navigation.NavigateTo(page.Find("a.next").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_05", "stripe:evt_04", "stripe:evt_03", "stripe:evt_02", "stripe:evt_01"], Events(page)));
        Assert.Equal("Newer", page.Find("section[aria-labelledby=inbox] nav a").TextContent);
        await page.InvokeAsync(() => page.FindComponents<MudSelect<string>>()[0].Instance.ValueChanged.InvokeAsync(nameof(InboxState.Applied)));
        Assert.EndsWith("/admin/payments?state=Applied", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("stripe:evt_30", Events(page)[0]));
        Assert.Contains("15 results", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_says_whether_it_is_empty_or_the_filters_leave_none()
    {
        var page = Render<PaymentsPage>();
        page.WaitForAssertion(() => Assert.Contains("No events yet", page.Find(".empty").TextContent, StringComparison.Ordinal));
        await AddAsync(Make.Event("evt_1"));
        navigation.NavigateTo("/admin/payments?state=Quarantined&type=customer.created");
        page.WaitForAssertion(() => Assert.Contains("No results", page.Find(".empty").TextContent, StringComparison.Ordinal));
        navigation.NavigateTo(page.Find(".empty a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["stripe:evt_1"], Events(page)));
        Assert.EndsWith("/admin/payments", navigation.Uri, StringComparison.Ordinal);
    }

    private static List<string> Events(IRenderedComponent<PaymentsPage> page) =>
        [.. page.FindAll("tbody a[href^='/admin/payments/events/']").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!.Split('/')[^1]))];

    private async Task AddAsync(params InboxEvent[] events)
    {
        await using var db = Db();
        db.AddRange(events);
        await db.SaveChangesAsync();
    }
}
