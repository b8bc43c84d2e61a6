using BlazorShop.Data;
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
