using BlazorShop.Admin.Shared;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Admin;

/// <summary>What every list of the admin says.</summary>
public sealed class StaffListTests : ShopComponentContext
{
    public StaffListTests() => SignInStaff();

    [Fact]
    public async Task A_list_that_cannot_be_read_says_so_and_is_read_again_on_request()
    {
        await using (var db = Db())
        {
            db.Add(Make.Order(Make.Customer(), number: "BS-AAAA-2222"));
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Orders RENAME TO Gone");
        }

        var page = Render<StaffList<StaffOrderRow>>(list => list
            .Add(l => l.ReloadOn, 1)
            .Add(l => l.Source, (staff, ct) => Shop.Get<OrderAdmin>().PageAsync(staff, new OrderFilter(Payment: PaymentStatus.Unpaid), ListPlace.First, ct))
            .Add(l => l.NameOf, row => row.Number)
            .Add(l => l.Head, "<th>Number</th>")
            .Add(l => l.Row, row => $"<td>{row.Number}</td>"));
        page.WaitForAssertion(() => Assert.Contains("We couldn't load this list.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await using (var db = Db())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Gone RENAME TO Orders");
        await page.Find("[role=alert] button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("BS-AAAA-2222", page.Find("td").TextContent));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData("en", 1000, "1,000 results")]
    [InlineData("en", null, "More than 1,000 results")]
    [InlineData("fr", 1, "1 résultat")]
    [InlineData("fr", null, "Plus de 1\u202f000 résultats")]
    public void A_list_says_how_many_rows_there_are_as_far_as_it_counted_them(string language, int? total, string said)
    {
        using var _ = Languages.Find(language)!.Use();
        var page = Show(1, Task.FromResult(new ListPage<string>(["A"], total, Before: false, After: true)));
        Assert.Equal(said, page.Find("p[role=status]").TextContent);
    }

    [Theory]
    [InlineData("en", false, "Newer, Older")]
    [InlineData("en", true, "Previous, Next")]
    [InlineData("fr", false, "Plus récent, Plus ancien")]
    [InlineData("fr", true, "Précédent, Suivant")]
    public void Rows_are_newer_and_older_only_where_the_newest_stands_first(string language, bool byName, string said)
    {
        using var _ = Languages.Find(language)!.Use();
        var page = Show(1, Task.FromResult(new ListPage<string>(["A"], 3, Before: true, After: true)), byName);
        Assert.Equal(said, string.Join(", ", page.FindAll("nav a").Select(a => a.TextContent)));
    }

    [Fact]
    public async Task Who_turns_a_page_goes_on_at_the_beginning_of_the_next_and_who_searches_keeps_typing()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/admin/orders");
        var page = Show(1, Task.FromResult(new ListPage<string>(["A"], 2, Before: false, After: true)));
        var next = page.Find("a.next").GetAttribute("href")!;
        await page.Find("a.next").ClickAsync(new());
        // Opened in another tab: this one stays, and so does who types in it.
        navigation.NavigateTo("/admin/orders?q=b");
        page.Render(list => list.Add(l => l.ReloadOn, 2));
        JSInterop.VerifyNotInvoke("Blazor._internal.domWrapper.focus");
        navigation.NavigateTo("/admin/orders");
        page.Render(list => list.Add(l => l.ReloadOn, 3));
        await page.Find("a.next").ClickAsync(new());
        navigation.NavigateTo(next);
        page.Render(list => list.Add(l => l.ReloadOn, 4));
        JSInterop.VerifyFocusAsyncInvoke();
    }

    [Fact]
    public async Task A_slow_answer_to_an_earlier_question_does_not_replace_the_answer_to_a_later_one()
    {
        var slow = new TaskCompletionSource<ListPage<string>>();
        var page = Show(1, slow.Task);
        Assert.Contains("Loading…", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        page.Render(list => list.Add(l => l.ReloadOn, 2).Add(l => l.Source, (_, _) => Task.FromResult(new ListPage<string>(["later"], 1, false, false))));
        Assert.Equal("later", page.Find("td").TextContent);
        await page.InvokeAsync(() => slow.SetResult(new ListPage<string>(["earlier"], 1, false, false)));
        Assert.Equal("later", page.Find("td").TextContent);
    }

    private IRenderedComponent<StaffList<string>> Show(object reloadOn, Task<ListPage<string>> answer, bool byName = false) => Render<StaffList<string>>(list => list
        .Add(l => l.ReloadOn, reloadOn)
        .Add(l => l.Source, (_, _) => answer)
        .Add(l => l.ByName, byName)
        .Add(l => l.NameOf, row => row)
        .Add(l => l.Head, "<th>Name</th>")
        .Add(l => l.Row, row => $"<td>{row}</td>"));
}
