using BlazorShop.Admin.Catalog;
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
        navigation.NavigateTo(page.Find("a.older").GetAttribute("href")!);
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

    [Fact]
    public async Task Products_show_what_is_in_stock_and_what_of_it_is_promised()
    {
        await using (var db = Db())
        {
            var product = await db.AddProductAsync("Kettle", stock: 7);
            product.Variants[0].Stock.Reserved = 2;
            await db.SaveChangesAsync();
            await db.AddProductAsync("Cup", stock: 3);
        }

        var page = Render<ProductsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Cup", "Kettle"], Rows(page).Select(r => r[0])));
        var stock = page.FindAll("th").Select(h => h.TextContent.Trim()).ToList().IndexOf("Stock");
        Assert.Equal(["3", "7"], Rows(page).Select(r => r[stock]));
        Assert.Equal(["0", "2"], Rows(page).Select(r => r[stock + 1]));
        navigation.NavigateTo("/admin/products?q=KETT");
        page.WaitForAssertion(() => Assert.Equal(["Kettle"], Rows(page).Select(r => r[0])));
    }

    private static List<string> Numbers(IRenderedComponent<OrdersPage> page) =>
        [.. page.FindAll("tbody a").Select(a => a.TextContent).Where(n => n.StartsWith("BS-", StringComparison.Ordinal))];

    private static List<string[]> Rows(IRenderedComponent<ProductsPage> page) =>
        [.. page.FindAll("tbody tr").Select(r => r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToArray()).Where(r => r.Length > 3)];

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
