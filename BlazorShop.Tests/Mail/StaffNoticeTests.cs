using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Mail;

/// <summary>Staff hear of what needs them: by email, grouped, each thing once.</summary>
public sealed class StaffNoticeTests(Databases databases) : IClassFixture<Databases>
{
    private const string Boss = "boss@shop.example";

    [Theory, OnSqlite, OnPostgres]
    public async Task Staff_get_at_most_one_email_in_fifteen_minutes_and_it_names_everything_that_waited(DatabaseProvider provider)
    {
        await using var shop = Shop(await FreshAsync(provider));

        await TellAsync(shop, "a");
        await PassAsync(shop);
        await TellAsync(shop, "b");
        await TellAsync(shop, "c");
        shop.Clock!.Advance(TimeSpan.FromMinutes(14));
        await PassAsync(shop);
        Assert.Single(await MailsAsync(shop));

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await PassAsync(shop);
        var mails = await MailsAsync(shop);
        Assert.Equal(2, mails.Count);
        Assert.Equal("2 new orders", mails[1].Subject);
        Assert.Contains("New order b", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("New order c", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("https://kiosk.example/admin/orders/c", mails[1].Text, StringComparison.Ordinal);
        Assert.All(mails, m => Assert.Equal(Boss, m.To));

        shop.Clock.Advance(TimeSpan.FromHours(1));
        await PassAsync(shop);
        Assert.Equal(2, (await MailsAsync(shop)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_notice_to_staff_told_ten_times_at_once_under_one_key_is_one(DatabaseProvider provider)
    {
        await using var shop = Shop(await FreshAsync(provider));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => TellAsync(shop, "a"))));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => PassAsync(shop))));

        Assert.Equal("New order a: €1.00.", Assert.Single(await MailsAsync(shop)).Subject);
    }

    [Fact]
    public async Task Notices_go_to_the_first_of_the_staff_where_no_setting_says_and_to_nobody_without_staff()
    {
        await using var staffed = new ShopApp { Staffed = true };
        await TellAsync(staffed, "a");
        await PassAsync(staffed);
        Assert.Equal(ShopApp.StaffEmail, Assert.Single(await MailsAsync(staffed)).To);

        await using var alone = new ShopApp();
        await TellAsync(alone, "a");
        await PassAsync(alone);
        Assert.Empty(await MailsAsync(alone));
    }

    [Fact]
    public async Task A_long_name_in_a_notice_to_staff_is_cut_between_characters()
    {
        await using var shop = Shop(null);
        await shop.Get<IStaffNotices>().TellAsync(
            new StaffNotice("a", StaffNoticeKind.StockHeld, new string('x', 198) + "😀😀", "9 of 10", "/admin"), default);
        await using var db = shop.Db();
        Assert.Equal(new string('x', 198) + "…", (await db.Set<StaffNoticeEntry>().SingleAsync()).Subject);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Staff_whose_account_speaks_French_are_told_in_French(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = new ShopApp
        {
            Staffed = true,
            Clock = new FakeTimeProvider(DateTimeOffset.UtcNow),
            Database = database,
            Settings = { ["Shop:StaffEmail"] = ShopApp.StaffEmail.ToUpperInvariant(), ["Shop:PublicUrl"] = "https://kiosk.example/" },
        };
        _ = shop.Services;
        await using (var db = shop.Db())
            await db.Users.Where(u => u.Email == ShopApp.StaffEmail).ExecuteUpdateAsync(s => s.SetProperty(u => u.Language, "fr"));
        foreach (var notice in new StaffNotice[]
        {
            new("a", StaffNoticeKind.NewOrder, "BS-1", new NoticeFacts { Amount = new Money(123456, "EUR"), Text = "2 × Kettle" }, "/admin/orders/BS-1"),
            new("b", StaffNoticeKind.Dispute, "BS-2", new NoticeFacts { Amount = new Money(7800, "EUR"), Said = Languages.InEach(() => Languages.Current == Languages.French ? "fraude" : "fraud"), At = new DateTime(2026, 12, 5, 12, 0, 0, DateTimeKind.Utc) }, "/admin/orders/BS-2"),
            new("c", StaffNoticeKind.BooksDiffer, "pi_1", new NoticeFacts { Other = new Money(500, "EUR") }, "/admin/payments"),
        })
            await shop.Get<IStaffNotices>().TellAsync(notice, default);
        await PassAsync(shop);

        var mail = Assert.Single(await MailsAsync(shop));
        Assert.Equal("1 écart dans les comptes, 1 litige, 1 nouvelle commande", mail.Subject);
        Assert.StartsWith("3 choses demandent votre attention\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Nouvelle commande BS-1\u00a0: 1\u202f234,56\u00a0€, 2 × Kettle.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Litige sur la commande BS-2\u00a0: 78,00\u00a0€, fraude, réponse avant le 5 décembre 2026.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Le prestataire a 5,00\u00a0€, nous n’avons rien.", mail.Text, StringComparison.Ordinal);
        Assert.True(mail.Text.IndexOf("pi_1", StringComparison.Ordinal) < mail.Text.IndexOf("BS-2", StringComparison.Ordinal), "What is missing stands first.");
        Assert.Contains("<html lang=\"fr\">", mail.Html, StringComparison.Ordinal);
        Assert.Contains("https://kiosk.example/admin/orders/BS-2", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\"")]
    [InlineData("😀")]
    public void Figures_stay_readable_however_long_the_text_beside_them_is(string letter)
    {
        var facts = new NoticeFacts { Amount = new Money(100, "EUR"), Text = string.Concat(Enumerable.Repeat(letter, 700)) };
        Assert.InRange(facts.ToString().Length, 1, StaffNoticeEntry.LongestDetails);
        var read = NoticeFacts.Read(facts.ToString())!;
        Assert.Equal(facts.Amount, read.Amount);
        Assert.StartsWith(letter, read.Text, StringComparison.Ordinal);

        // A payment made elsewhere: why no order came of it, in each language, with a name that the provider gave.
        var said = new Dictionary<string, string> { ["en"] = facts.Text, ["fr"] = facts.Text };
        var foreign = new NoticeFacts { Amount = new Money(100, "EUR"), From = new string('e', 254), Said = said };
        Assert.InRange(foreign.ToString().Length, 1, StaffNoticeEntry.LongestDetails);
        Assert.StartsWith(letter, NoticeFacts.Read(foreign.ToString())!.Said!["fr"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_kept_before_figures_were_is_told_as_it_stands()
    {
        await using var shop = Shop(null);
        await shop.Get<IStaffNotices>().TellAsync(new StaffNotice("old", StaffNoticeKind.StockHeld, "Kettle", "{9 of 10", "/admin"), default);
        await PassAsync(shop);
        Assert.Equal("Unpaid orders hold a lot of Kettle: {9 of 10", Assert.Single(await MailsAsync(shop)).Subject);
    }

    [Fact]
    public async Task Staff_are_told_of_a_paid_order_and_of_a_dispute_with_its_deadline()
    {
        await using var counter = new Counter(settings: new() { ["Shop:StaffEmail"] = Boss });
        var open = (await counter.AtFormAsync(quantity: 2)).Form;
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        counter.Shop.Get<PanelActions>().Perform("dispute", open.Session.Reference);
        await counter.DeliverAsync();

        await PassAsync(counter.Shop);

        var mail = Assert.Single(await MailsAsync(counter.Shop));
        Assert.Contains($"New order {open.OrderNumber}: €78.00, 2 × Kettle.", mail.Text, StringComparison.Ordinal);
        Assert.Matches($"Dispute about order {open.OrderNumber}: €78.00, .*needs response, answer by \\d+ \\w+ \\d{{4}}", mail.Text);
    }

    [Fact]
    public async Task A_staff_address_that_is_none_stops_the_start()
    {
        await using var shop = new ShopApp { Settings = { ["Shop:StaffEmail"] = "us" } };
        var failure = Assert.ThrowsAny<Exception>(() => shop.Services);
        Assert.Contains("Shop__StaffEmail must be one email address", failure.ToString(), StringComparison.Ordinal);
    }

    private static ShopApp Shop(TestDatabase? database) => new()
    {
        Clock = new FakeTimeProvider(DateTimeOffset.UtcNow),
        Database = database,
        Settings = { ["Shop:StaffEmail"] = Boss, ["Shop:PublicUrl"] = "https://kiosk.example/" },
    };

    private async Task<TestDatabase> FreshAsync(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var db = database.CreateDbContext();
        await db.Set<StaffNoticeEntry>().ExecuteDeleteAsync();
        await db.OutboxMessages.ExecuteDeleteAsync();
        return database;
    }

    private static Task TellAsync(ShopApp shop, string order) => shop.Get<IStaffNotices>().TellAsync(
        new StaffNotice("order:" + order, StaffNoticeKind.NewOrder, order, "€1.00.", "/admin/orders/" + order), default);

    private static Task PassAsync(ShopApp shop) => shop.RunOnceAsync<StaffNoticeWorker>();

    private static async Task<List<OutboxMessage>> MailsAsync(ShopApp shop)
    {
        await using var db = shop.Db();
        return await db.OutboxMessages.AsNoTracking().Where(m => m.DedupKey.StartsWith("staff:")).OrderBy(m => m.CreatedAt).ToListAsync();
    }
}
