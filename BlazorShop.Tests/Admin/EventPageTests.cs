using System.Text;
using BlazorShop.Admin.Payments;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

/// <summary>The page of one event of the provider's, and applying it once more.</summary>
public sealed class EventPageTests : ShopComponentContext
{
    public EventPageTests()
    {
        SignInStaff();
        Render<MudPopoverProvider>();
    }

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task An_event_is_shown_as_text_with_how_long_it_took()
    {
        var stored = Make.Event("evt_1", "charge.refunded", "ch_1", InboxState.Applied, Now, body: """{"note":"<script>alert(1)</script>","client_secret":"cs_secret_x"}""");
        stored.Result = """["Applied"]""";
        await AddAsync(stored);
        var page = Render<EventPage>(p => p.Add(e => e.Id, "evt_1"));
        Assert.Contains("<script>alert(1)</script>", page.WaitForElement("pre").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("script"));
        Assert.DoesNotContain("cs_secret_x", page.Markup, StringComparison.Ordinal);
        Assert.Contains("65 s later", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,"a":{"client_secret":"x_secret"},"b":1e400}""", "1e400")]
    [InlineData("""{"deep":__}""", "no JSON that can be shown")]
    public void Odd_json_is_shown_without_its_secrets_or_not_at_all(string body, string shown)
    {
        var text = PrettyJson.Of(Encoding.UTF8.GetBytes(body.Replace("__", new string('[', 2000) + "{\"client_secret\":\"x_secret\"}" + new string(']', 2000), StringComparison.Ordinal)));
        Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.DoesNotContain("x_secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_applies_an_event_once_more_and_changes_nothing_twice()
    {
        var order = await Shop.BuyAsync(3900);
        string id;
        List<string> before;
        await using (var db = Db())
        {
            id = await db.InboxEvents.Where(e => e.ObjectId == order.PaymentSession && e.State == InboxState.Applied).Select(e => e.Id).SingleAsync();
            await db.InboxEvents.Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, InboxState.Quarantined).SetProperty(e => e.Attempts, 14));
            before = await FactsAsync();
        }

        var page = Render<EventPage>(p => p.Add(e => e.Id, id));
        page.WaitForAssertion(() => Assert.Contains("In quarantine", page.Markup, StringComparison.Ordinal));
        Assert.Contains($"/admin/orders/{order.Number}", page.Markup, StringComparison.Ordinal);
        _ = page.FindAll("button").Single(b => b.TextContent == "Replay").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("eve@shop.example asked to apply it again", page.Markup, StringComparison.Ordinal));
        var reset = await StoredAsync(id);
        Assert.Equal((InboxState.New, 0), (reset.State, reset.Attempts));

        await Shop.RunOnceAsync<InboxWorker>();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("The event was replayed. Already known.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(InboxState.Applied, (await StoredAsync(id)).State);
        Assert.Equal(before, await FactsAsync());
    }

    [Fact]
    public async Task What_is_being_applied_is_not_replayed_meanwhile()
    {
        var stored = Make.Event("evt_1", "charge.refunded", "ch_1", InboxState.New, Now);
        stored.LeaseUntil = Now.AddMinutes(1);
        await AddAsync(stored);
        Assert.False(await Shop.Get<InboxReplay>().ReplayAsync("evt_1", "eve", default));
        Assert.False(await Shop.Get<InboxReplay>().ReplayAsync("evt_none", "eve", default));
    }

    private async Task<InboxEvent> StoredAsync(string id)
    {
        await using var db = Db();
        return await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == id);
    }

    /// <summary>All that an event may have done.</summary>
    private async Task<List<string>> FactsAsync()
    {
        await using var db = Db();
        return
        [
            .. await db.Set<JournalEntry>().OrderBy(e => e.EffectKey).Select(e => e.EffectKey).ToListAsync(),
            .. await db.Set<OrderHistoryEntry>().OrderBy(h => h.Effect).Select(h => h.Effect).ToListAsync(),
            .. await db.OutboxMessages.OrderBy(m => m.DedupKey).Select(m => m.DedupKey).ToListAsync(),
            .. (await db.StockItems.ToListAsync()).Select(s => $"{s.VariantId}: {s.OnHand} {s.Reserved}"),
        ];
    }
}
