using BlazorShop.Admin.Payments;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
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
            Make.Difference("pi_1", Now, BreakKind.AmountDiffers, order.Id, 1999, 1899),
            Make.Difference("re_1", Now, BreakKind.MissingHere, null, 0, 500),
            Make.Difference("re_0", Now, BreakKind.MissingThere, null, 100, 0, resolvedAt: Now),
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
