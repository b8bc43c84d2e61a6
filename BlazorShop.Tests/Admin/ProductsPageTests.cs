using BlazorShop.Admin.Catalog;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

public sealed class ProductsPageTests : ShopComponentContext
{
    private readonly NavigationManager navigation;

    public ProductsPageTests()
    {
        SignInStaff();
        navigation = Services.GetRequiredService<NavigationManager>();
        Render<MudPopoverProvider>();
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

    [Fact]
    public async Task The_next_page_of_products_follows_the_last_name_and_a_search_begins_at_the_first()
    {
        string last;
        await using (var db = Db())
        {
            for (var i = 1; i <= 30; i++)
                await db.AddProductAsync($"Cup {i:D2}");
            last = db.Variants.Join(db.Products.Where(p => p.Name == "Cup 25"), v => v.ProductId, p => p.Id, (v, _) => v.Sku).Single();
        }

        navigation.NavigateTo("/admin/products");
        var page = Render<ProductsPage>();
        page.WaitForAssertion(() => Assert.Equal(25, Rows(page).Count));
        Assert.Equal(("Next", "/admin/products?after=" + last), (page.Find("a.next").TextContent, new Uri(page.Find("a.next").GetAttribute("href")!).PathAndQuery));
        navigation.NavigateTo(page.Find("a.next").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["Cup 26", "Cup 27", "Cup 28", "Cup 29", "Cup 30"], Rows(page).Select(r => r[0])));
        Assert.Equal(["Previous"], page.FindAll("nav a").Select(a => a.TextContent));
        await page.InvokeAsync(() => page.FindComponent<MudTextField<string>>().Instance.ValueChanged.InvokeAsync(" cup 0 "));
        Assert.EndsWith("/admin/products?q=cup%200", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(9, Rows(page).Count));
    }

    [Fact]
    public async Task A_list_of_products_says_whether_there_are_none_or_the_search_finds_none()
    {
        var page = Render<ProductsPage>();
        page.WaitForAssertion(() => Assert.Contains("No products yet", page.Find(".empty").TextContent, StringComparison.Ordinal));
        await using (var db = Db())
            await db.AddProductAsync("Kettle");
        navigation.NavigateTo("/admin/products?q=saucer");
        page.WaitForAssertion(() => Assert.Contains("No results", page.Find(".empty").TextContent, StringComparison.Ordinal));
        navigation.NavigateTo(page.Find(".empty a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["Kettle"], Rows(page).Select(r => r[0])));
    }

    private static List<string[]> Rows(IRenderedComponent<ProductsPage> page) =>
        [.. page.FindAll("tbody tr").Select(r => r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToArray()).Where(r => r.Length > 3)];
}
