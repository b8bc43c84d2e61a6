using System.Security.Claims;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Catalog;

/// <summary>Nobody types accents and capitals as the shop did: searches find all the same, on every database.</summary>
public sealed class FoldedSearchTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly ClaimsPrincipal staff = Staff.Login(Staff.Eve);

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Accents_and_case_do_not_hide_a_product(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        string name = "Th\u00e9i\u00e8re d'\u00c9T\u00c9 stra\u00dfe " + Guid.NewGuid().ToString("N")[..6];
        await using (var db = database.CreateDbContext())
            await db.AddProductAsync(name);
        var (catalog, stock) = (new CatalogService(database, TimeProvider.System), new StockAdmin(database, Staff.GuardOfAll));
        foreach (var words in new[] { "theiere", "TH\u00c9I\u00c8RE", "the\u0301ie\u0300re", "\u00e9t\u00e9", "ETE", "STRASSE", "stra\u00dfe" })
        {
            Assert.Contains((await catalog.ListAsync(CatalogQuery.Read(words, null, null, null), default)).Products, p => p.Name == name);
            Assert.Contains((await stock.PageAsync(staff, words, ListPlace.First, default)).Rows, r => r.Product == name);
        }

        Assert.DoesNotContain((await catalog.ListAsync(CatalogQuery.Read("theieres", null, null, null), default)).Products, p => p.Name == name);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Accents_and_case_do_not_hide_a_customer(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        string[] names = ["\u00c9lodie Gr\u00f8nn", "E\u0301LODIE \u00c6ther", "\u0141ukasz \u017b\u00f3\u0142\u0107", "\u00d8rsted"];
        await using (var db = database.CreateDbContext())
        {
            foreach (var name in names)
                db.Add(new Customer { Id = Make.Customer(), UserId = Guid.NewGuid().ToString(), FullName = name, CreatedAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        }

        var ledger = new CustomerAdmin(database, Staff.GuardOfAll);
        foreach (var (search, found) in new[] { ("elodie", names[..2]), ("\u00c9LO", names[..2]), ("elodie gronn", [names[0]]), ("elodie aether", [names[1]]), ("lukasz zolc", [names[2]]), ("\u0141UKASZ", [names[2]]), ("orst", [names[3]]), ("lodie", []) })
            Assert.Equal(found.Order(), (await ledger.PageAsync(staff, search, [], ListPlace.First, default)).Rows.Select(r => r.FullName!).Order());
    }

    [Fact]
    public void On_SQL_Server_the_collation_finds_words_without_their_accents()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        Assert.Contains("[FullName] COLLATE Latin1_General_100_CI_AI LIKE", db.Customers.Where(c => Folding.Fold(c.FullName!).StartsWith("ab")).ToQueryString(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Products_from_before_are_folded_at_the_next_start(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.CreateDbContext())
        {
            var product = await db.AddProductAsync("Th\u00e9i\u00e8re");
            product.SearchText = "th\u00e9i\u00e8re sku-1";
            await db.SaveChangesAsync();
        }

        for (var start = 0; start < 2; start++)
            await new FoldSearchTexts(database).RunAsync(default);
        await using var fresh = database.CreateDbContext();
        Assert.Equal("theiere sku-1", (await fresh.Products.SingleAsync()).SearchText);
    }

    [Theory]
    [InlineData("Th\u00e9i\u00e8re", "theiere")]
    [InlineData("\u00c9T\u00c9", "ete")]
    [InlineData("Stra\u00dfe \u00c6r\u00f8", "strasse aero")]
    [InlineData("\u0130stanbul \u0131", "istanbul i")]
    [InlineData("\ufb01n", "fin")]
    [InlineData("\u041c\u043e\u0441\u043a\u0432\u0430", "\u043c\u043e\u0441\u043a\u0432\u0430")]
    public void Folding_keeps_letters_and_leaves_out_the_rest(string text, string folded)
    {
        Assert.Equal(folded, Text.Fold(text));
        Assert.Equal(folded, Text.Fold(folded));
    }

    [Fact]
    public void Half_a_character_is_folded_away() => Assert.Equal("ae", Text.Fold("a\ud83d\u00c9"));
}
