using System.Text;
using BlazorShop.Admin.Payments;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

public sealed class PaymentsPageTests : ShopComponentContext
{
    private readonly Slow reconciler = new();

    public PaymentsPageTests()
    {
        Services.AddSingleton(new PaymentActions(
            Shop.Get<RefundService>(),
            Shop.Get<InboxReplay>(),
            reconciler,
            Shop.Get<StaffGuard>()));
        SignInStaff();
        Render<MudPopoverProvider>();
    }

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    [Fact]
    public void Books_that_nobody_compared_are_neither_right_nor_wrong()
    {
        var books = Render<BooksPanel>().WaitForElement("[role=status]");
        Assert.Equal("alert", books.ClassName);
        Assert.Contains("have not been compared", books.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_that_nobody_compared_for_two_passes_turn_amber()
    {
        await AddAsync(Run(Now), UpTo(Now));
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains("alert-success", Render<BooksPanel>().WaitForElement("[role=status]").ClassName, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var books = Render<BooksPanel>().WaitForElement("[role=status]");
        Assert.Contains("alert-warning", books.ClassName, StringComparison.Ordinal);
        Assert.StartsWith("The books agree up to ", books.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_are_red_while_an_event_fails_for_the_third_time()
    {
        var failing = Make.Event("evt_1", "charge.refunded", "ch_1", InboxState.New, Now);
        failing.Attempts = 2;
        await AddAsync(Run(Now), UpTo(Now), failing);
        Assert.Contains("alert-success", Render<BooksPanel>().WaitForElement("[role=status]").ClassName, StringComparison.Ordinal);

        await using (var db = Shop.Db())
            await db.InboxEvents.ExecuteUpdateAsync(s => s.SetProperty(e => e.Attempts, 3));
        var books = Render<BooksPanel>().WaitForElement("[role=alert]");
        Assert.Contains("alert-danger", books.ClassName, StringComparison.Ordinal);
        Assert.StartsWith("The books need attention: 1 failing event", books.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_without_a_difference_say_up_to_when_they_agree()
    {
        await AddAsync(Run(Now), Rule("journal-balances", 0), UpTo(Now));
        var books = Render<BooksPanel>().WaitForElement("[role=status]");
        Assert.Contains("alert-success", books.ClassName, StringComparison.Ordinal);
        // In the shop's zone, which is not UTC.
        Assert.Equal($"The books agree up to {Now.AddHours(1):HH:mm}.", books.TextContent.Trim());
    }

    [Fact]
    public async Task A_difference_is_said_in_red_with_the_order_it_is_about()
    {
        var order = Make.Order(Make.Customer(), number: "BS-AAAA-2222");
        await AddAsync(
            order,
            Run(Now, open: 2),
            UpTo(Now),
            Difference("pi_1", BreakKind.AmountDiffers, order.Id, 1999, 1899),
            Difference("re_1", BreakKind.MissingHere, null, 0, 500),
            Difference("re_0", BreakKind.MissingThere, null, 100, 0, resolved: true),
            Rule("paid-once", 3, "order BS-AAAA-2222"));
        var page = Render<BooksPanel>();
        var books = page.WaitForElement("[role=alert]");
        Assert.Contains("alert-danger", books.ClassName, StringComparison.Ordinal);
        Assert.StartsWith("The books don't agree: 2 differences and 3 rule violations. Compared up to", books.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("/admin/orders/BS-AAAA-2222", page.Find("td a").GetAttribute("href"));
        foreach (var said in new[] { "pi_1", "€19.99", "€18.99", "Amount differs", "re_1", "paid-once", "order BS-AAAA-2222" })
            Assert.Contains(said, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("re_0", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_rule_of_the_books_stands_first_on_the_payments_page()
    {
        await AddAsync(Rule("I1", 0), Rule("I11", 0), Rule("I2", 0), Rule("I9", 1));
        Assert.Equal(["I9", "I1", "I2", "I11"], Render<BooksPanel>().WaitForElements(".rules .name").Select(c => c.TextContent.Trim()));
    }

    [Fact]
    public async Task A_comparison_that_stopped_early_proves_nothing()
    {
        await AddAsync(Run(Now.AddHours(-2)), UpTo(Now.AddHours(-2)), Run(Now, problem: "The provider did not answer."));
        var books = Render<BooksPanel>().WaitForElement("[role=status]").TextContent;
        Assert.Contains($"{Now.AddHours(-1):HH:mm}.", books, StringComparison.Ordinal);
        Assert.Contains("stopped early: The provider did not answer.", books, StringComparison.Ordinal);
    }

    [Fact]
    public void The_button_Compare_now_says_what_came_of_it()
    {
        var page = Render<BooksPanel>();
        var button = page.WaitForElement("button");
        Assert.Equal("Reconcile now", button.TextContent);
        // Two clicks before anything is rendered are one comparison.
        _ = page.InvokeAsync(() => Task.WhenAll(button.ClickAsync(new()), button.ClickAsync(new())));
        page.WaitForAssertion(() => Assert.True(page.Find("button").HasAttribute("disabled")));
        Assert.Contains("Comparing", page.Markup, StringComparison.Ordinal);

        reconciler.Finish(Run(Now, matched: 41, repaired: 1));
        page.WaitForAssertion(() => Assert.Contains("This comparison", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["41", "0", "0", "0", "1"], page.FindAll("dl dd").Select(d => d.TextContent));
        Assert.Equal(1, reconciler.Runs);
    }

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

    private static Watermark UpTo(DateTime time) => new() { Name = Reconciler.Name, Value = time };

    private static ReconciliationRun Run(DateTime at, int matched = 10, int repaired = 0, int open = 0, string? problem = null) => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = at.AddSeconds(-2),
        FinishedAt = at,
        Since = at.AddDays(-1),
        Matched = matched,
        Repaired = repaired,
        Open = open,
        Problem = problem,
    };

    private static InvariantResult Rule(string name, int violations, string? example = null) => new()
    {
        Name = name,
        CheckedAt = DateTime.UtcNow,
        Violations = violations,
        Example = example,
    };

    private ReconciliationBreak Difference(string reference, BreakKind kind, OrderId? order, long ours, long theirs, bool resolved = false) => new()
    {
        Provider = "stripe",
        Reference = reference,
        Kind = kind,
        OrderId = order,
        Ours = ours,
        Theirs = theirs,
        Currency = "EUR",
        FoundAt = Now,
        ResolvedAt = resolved ? Now : null,
    };

    private async Task AddAsync(params object[] things)
    {
        await using var db = Db();
        db.AddRange(things);
        await db.SaveChangesAsync();
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

    /// <summary>Answers when the test says so.</summary>
    private sealed class Slow : IReconcileNow
    {
        private readonly TaskCompletionSource<ReconciliationRun> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Runs { get; private set; }

        public void Finish(ReconciliationRun run) => answer.SetResult(run);

        public Task<ReconciliationRun> RunAsync(DateTime? since, CancellationToken ct)
        {
            Runs++;
            return answer.Task;
        }
    }
}
