using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Catalog;

/// <summary>The staff's list of products, page by page.</summary>
public sealed class StockPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_variant_is_on_one_page_by_name_and_in_the_order_of_its_product(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        // Of three names, so that products of one name, and the variants of one product, are on two pages.
        await AddAsync(database, 20, number => ((string[])["Bowl", "bowl", "Bôwl"])[number % 3], "S", "M", "L");
        var pages = await ListPages.TurnAsync(place => ReadAsync(database, place), row => row.Sku);
        var rows = pages.SelectMany(p => p.Rows).ToList();
        Assert.Equal((3, 60), (pages.Count, rows.Count));
        Assert.Equal(3, rows.Select(r => r.Product).Aggregate(new List<string>(), (names, name) => names.LastOrDefault() == name ? names : [.. names, name]).Count);
        Assert.All(rows.Chunk(3), product => Assert.Equal((1, "S M L"), (product.Select(r => r.Slug).Distinct().Count(), string.Join(' ', product.Select(r => r.Options)))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_product_that_is_added_while_staff_read_moves_nothing_to_another_page(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 30, number => $"Cup {number:D2}", "");
        var first = await ReadAsync(database, ListPlace.First);
        await AddAsync(database, 2, number => $"Bowl {number}", "");
        var next = await ReadAsync(database, new ListPlace(After: first.Rows[^1].Sku));
        Assert.Equal(["Cup 26", "Cup 27", "Cup 28", "Cup 29", "Cup 30"], next.Rows.Select(r => r.Product));
        Assert.Equal((32, true, false), (next.Total, next.Before, next.After));
        // Back at the beginning, with fewer than a page before it: a whole page, with what is new.
        var back = await ReadAsync(database, new ListPlace(Before: first.Rows[0].Sku));
        Assert.Equal((ListPlace.Size, "Bowl 1", false, true), (back.Rows.Count, back.Rows[0].Product, back.Before, back.After));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_search_has_pages_of_its_own(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 30, number => $"Cup {number:D2}", "");
        await AddAsync(database, 30, number => $"Théière {number:D2}", "");
        var pages = await ListPages.TurnAsync(place => ReadAsync(database, place, "THEIERE"), row => row.Sku);
        Assert.Equal(Enumerable.Range(1, 30).Select(n => $"Théière {n:D2}"), pages.SelectMany(p => p.Rows).Select(r => r.Product));
        var cup = (await ReadAsync(database, ListPlace.First)).Rows[0];
        // The row that an address names need not be found by its search.
        Assert.Equal("Théière 01", (await ReadAsync(database, new ListPlace(After: cup.Sku), "theiere")).Rows[0].Product);
        Assert.Equal(0, (await ReadAsync(database, ListPlace.First, "saucer")).Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_after_a_SKU_that_is_not_there_is_the_first(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 3, number => $"Cup {number:D2}", "");
        foreach (var place in new[] { new ListPlace(After: "NONE"), new ListPlace(Before: "NONE"), new ListPlace(After: "'; --", Before: "x") })
        {
            var page = await ReadAsync(database, place);
            Assert.Equal((3, "Cup 01", false, false), (page.Rows.Count, page.Rows[0].Product, page.Before, page.After));
        }
    }

    private static Task<ListPage<StockRow>> ReadAsync(TestDatabase database, ListPlace place, string? search = null) =>
        new StockAdmin(database, Staff.GuardOfAll).PageAsync(Staff.Login(Staff.Eve), search, place, default);

    private static async Task AddAsync(TestDatabase database, int count, Func<int, string> name, params string[] options)
    {
        await using var db = database.CreateDbContext();
        var category = Make.Category();
        db.Add(category);
        for (var i = 1; i <= count; i++)
        {
            var product = Make.Product(category, name(i));
            product.Variants[0].Options = options[0];
            foreach (var option in options[1..])
                product.Variants.Add(Make.Variant(product, options: option));
            product.Refresh();
            db.Add(product);
        }

        await db.SaveChangesAsync();
    }
}
