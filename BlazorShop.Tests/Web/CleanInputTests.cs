using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Web;

/// <summary>U+0000 and half characters are taken out at every door: PostgreSQL refuses them, and with them the command that brings them.</summary>
public sealed class CleanInputTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_address_with_nul_in_it_is_read_without(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = new ShopApp { Database = database, Seed = "Demo", Staffed = true };
        using var visitor = shop.Visit();
        var plain = await FoundAsync("teapot");
        Assert.NotEmpty(plain);
        foreach (var query in new[] { "te%00apot", "%00teapot%00" })
            Assert.Equal(plain, await FoundAsync(query));

        using var staff = await shop.VisitAsStaffAsync();
        foreach (var path in new[] { "/orders?page=%00", "/admin/orders?q=%00", "/admin/customers?q=a%00b", "/admin/orders.csv?q=%00", "/checkout/return?session_id=%00", "/Account/ConfirmEmail?userId=%00&code=%00" })
        {
            using var answer = await staff.GetAsync(path);
            Assert.True((int)answer.StatusCode < 500, $"{path} answered {(int)answer.StatusCode}.");
        }

        async Task<List<string?>> FoundAsync(string query) =>
            [.. (await visitor.PageAsync("/catalog?q=" + query)).QuerySelectorAll("main a[href*='/products/']").Select(a => a.GetAttribute("href"))];
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_with_nul_in_it_is_read_without(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = new ShopApp { Database = database };
        using var visitor = shop.Visit();
        await visitor.RegisterAsync("zo\0e@shop.test");
        await using var db = shop.Db();
        Assert.Equal("zoe@shop.test", Assert.Single(await db.Users.ToListAsync()).Email);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task What_came_by_a_circuit_is_cleaned_where_it_is_kept(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var id = new CartId(Guid.NewGuid());
        await using (var db = database.CreateDbContext())
        {
            db.Carts.Add(new Cart { Id = id, TokenHash = new string('c', 64), ChangedAt = DateTime.UtcNow, Notice = "a\0b\ud83dc\ude00\ud83d\ude00" });
            await db.SaveChangesAsync();
        }

        await using var fresh = database.CreateDbContext();
        Assert.Equal("abc\ud83d\ude00", (await fresh.Carts.SingleAsync(c => c.Id == id)).Notice);
        string[] looked = ["x\0y", "abc\0\ud83d\ude00"];
        Assert.Equal(1, await fresh.Carts.CountAsync(c => looked.Contains(c.Notice)));
        var half = "ab\ud83dc\ud83d\ude00";
        Assert.Equal(1, await fresh.Carts.Where(c => c.Notice == half).ExecuteUpdateAsync(s => s.SetProperty(c => c.Notice, "\ud83d")));
        Assert.Equal("", await fresh.Carts.Where(c => c.Id == id).Select(c => c.Notice).SingleAsync());
    }
}
