using BlazorShop.Admin.Orders;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

public sealed class OrdersPageTests : ShopComponentContext
{
    private readonly NavigationManager navigation;

    public OrdersPageTests()
    {
        SignInStaff();
        navigation = Services.GetRequiredService<NavigationManager>();
        Render<MudPopoverProvider>();
    }

    [Fact]
    public async Task The_newest_order_stands_first()
    {
        await AddAsync(3);
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Equal(["BS-0000-0003", "BS-0000-0002", "BS-0000-0001"], Numbers(page)));
        Assert.Contains("3 results", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_says_which_orders_are_shown()
    {
        await AddAsync(4);
        navigation.NavigateTo("/admin/orders?payment=Paid");
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Equal(["BS-0000-0004", "BS-0000-0002"], Numbers(page)));
        Assert.Equal("/admin/orders.csv?payment=Paid", page.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task A_search_goes_into_the_address_and_narrows_the_list()
    {
        await AddAsync(4);
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Equal(4, Numbers(page).Count));
        await page.InvokeAsync(() => page.FindComponents<MudTextField<string>>()[0].Instance.ValueChanged.InvokeAsync("bs-0000-0003"));
        Assert.EndsWith("?q=bs-0000-0003", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["BS-0000-0003"], Numbers(page)));
    }

    [Fact]
    public async Task The_next_page_holds_the_older_orders()
    {
        await AddAsync(30);
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Equal(25, Numbers(page).Count));
        navigation.NavigateTo(page.Find("a.next").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["BS-0000-0005", "BS-0000-0004", "BS-0000-0003", "BS-0000-0002", "BS-0000-0001"], Numbers(page)));
    }

    [Fact]
    public void A_status_that_is_none_shows_nothing_and_says_so()
    {
        navigation.NavigateTo("/admin/orders?status=Payed");
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Contains("a status that doesn't exist", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_the_list_is_in_the_address_and_another_filter_begins_at_the_first()
    {
        await AddAsync(60);
        navigation.NavigateTo("/admin/orders?after=BS-0000-0036");
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Equal("BS-0000-0035", Numbers(page)[0]));
        Assert.Equal("/admin/orders.csv", page.Find("a[download]").GetAttribute("href"));
        Assert.EndsWith("?before=BS-0000-0035", page.FindAll("nav a")[0].GetAttribute("href"), StringComparison.Ordinal);
        Assert.EndsWith("?after=BS-0000-0011", page.FindAll("nav a")[1].GetAttribute("href"), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindComponents<MudSelect<string>>()[1].Instance.ValueChanged.InvokeAsync("Paid"));
        Assert.EndsWith("/admin/orders?payment=Paid", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("BS-0000-0060", Numbers(page)[0]));
        Assert.Contains("30 results", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_without_rows_says_whether_there_are_none_or_the_filters_leave_none()
    {
        var page = Render<OrdersPage>();
        page.WaitForAssertion(() => Assert.Contains("No orders yet", page.Find(".empty").TextContent, StringComparison.Ordinal));
        await AddAsync(1);
        navigation.NavigateTo("/admin/orders?q=nobody@");
        page.WaitForAssertion(() => Assert.Contains("No results", page.Find(".empty").TextContent, StringComparison.Ordinal));
        navigation.NavigateTo(page.Find(".empty a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["BS-0000-0001"], Numbers(page)));
    }

    private static List<string> Numbers(IRenderedComponent<OrdersPage> page) =>
        [.. page.FindAll("tbody a").Select(a => a.TextContent).Where(n => n.StartsWith("BS-", StringComparison.Ordinal))];

    /// <summary>Orders 1 to <paramref name="count"/>, an hour apart, every second one paid.</summary>
    private async Task AddAsync(int count)
    {
        await using var db = Db();
        var begin = Clock.GetUtcNow().UtcDateTime.AddDays(-3);
        for (var i = 1; i <= count; i++)
        {
            var order = Make.Order(Make.Customer(), $"buyer{i}@example.org", begin.AddHours(i), number: $"BS-0000-{i:D4}");
            if (i % 2 == 0)
                order.MarkPaid("cs_" + i, "pi_" + i, order.Total, null, begin.AddHours(i));
            db.Add(order);
        }

        await db.SaveChangesAsync();
    }
}
