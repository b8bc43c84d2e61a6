using System.Security.Claims;
using BlazorShop.Admin.Orders;
using BlazorShop.Admin.Payments;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Payments;
using BlazorShop.Tests.Testing;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using MudBlazor;
using OrderView = BlazorShop.Orders.Pages.OrderView;

namespace BlazorShop.Tests.Admin;

/// <summary>What staff and buyer see of money that is set aside, disputed, or paid for a subscription.</summary>
public sealed class SuspenseAdminTests : ShopComponentContext
{
    private readonly IRenderedComponent<MudDialogProvider> dialogs;
    private readonly BunitAuthorizationContext authorization;

    public SuspenseAdminTests()
    {
        authorization = SignInStaff();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Render<MudPopoverProvider>();
        dialogs = Render<MudDialogProvider>();
    }

    [Fact]
    public async Task The_payments_page_says_what_is_held_in_all_and_refunds_it()
    {
        var order = await OddAsync(3899);
        await OddAsync(3901);
        var panel = Render<SuspensePanel>();
        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll("tbody tr").Count));
        Assert.Contains("€78.00 was received and belongs to no order.", panel.Find("section").TextContent, StringComparison.Ordinal);
        var row = panel.FindAll("tbody tr").Single(r => r.TextContent.Contains(order.Number, StringComparison.Ordinal));
        Assert.Contains("Not what the order costs", row.TextContent, StringComparison.Ordinal);

        Press(row.QuerySelectorAll("button").Single(b => b.TextContent == "Refund"));
        Assert.Equal("38.99", dialogs.Find("input[id$=amount]").GetAttribute("value"));
        Assert.Empty(panel.FindAll("button"));
        await OnAsync(dialogs, "form", form => form.SubmitAsync());

        panel.WaitForAssertion(() => Assert.Equal("€38.99 was refunded.", panel.Find("[role=status]").TextContent));
        Assert.Single(panel.FindAll("tbody tr"));
        Assert.Contains("€39.01 was received and belongs to no order.", panel.Find("section").TextContent, StringComparison.Ordinal);
        Assert.Null((await Shop.OrderAsync(order.Number)).Held);
    }

    [Fact]
    public async Task The_books_are_red_while_money_is_set_aside_and_know_at_once_that_it_was_refunded()
    {
        await OddAsync(3899);
        var books = Render<BooksPanel>();
        books.WaitForAssertion(() => Assert.Contains("€38.99 set aside", books.Find(".alert-danger[role=alert]").TextContent, StringComparison.Ordinal));

        books.WaitForState(() => books.FindAll("button").Any(b => b.TextContent == "Refund"));
        Press(books.FindAll("button").Single(b => b.TextContent == "Refund"));
        await OnAsync(dialogs, "form", form => form.SubmitAsync());

        books.WaitForAssertion(() => Assert.Contains(books.FindAll(".alert-success[role=status]"), a => a.TextContent == "€38.99 was refunded."));
        Assert.Empty(books.FindAll(".alert-danger"));
    }

    [Fact]
    public void Where_no_money_is_set_aside_the_payments_page_says_nothing_of_it() => Assert.Equal("", Render<SuspensePanel>().Markup.Trim());

    [Fact]
    public async Task An_order_shows_what_is_set_aside_for_it_and_refunds_it()
    {
        var order = await OddAsync(3899);
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Refund"));
        Assert.Contains("€38.99", page.Find("section[aria-labelledby=held]").TextContent, StringComparison.Ordinal);

        Press(page.FindAll("button").Single(b => b.TextContent == "Refund"));
        await OnAsync(dialogs, "form", form => form.SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("€38.99 was refunded.", page.Find("section[aria-labelledby=money] [role=status]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("section[aria-labelledby=held]"));
    }

    [Fact]
    public async Task What_is_set_aside_cannot_be_called_done_before_it_is_refunded()
    {
        var order = await OddAsync(3899);
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Refund"));
        var done = page.FindAll("button").Single(b => b.TextContent == "Done");
        Assert.True(done.HasAttribute("disabled"));
        Assert.Contains("€38.99 is set aside", page.Find("#" + done.GetAttribute("aria-describedby")).TextContent, StringComparison.Ordinal);

        Press(page.FindAll("button").Single(b => b.TextContent == "Refund"));
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
        page.WaitForAssertion(() => Assert.False(page.FindAll("button").Single(b => b.TextContent == "Done").HasAttribute("disabled")));
        await page.FindAll("button").Single(b => b.TextContent == "Done").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("[role=status]"), s => s.TextContent.Contains("no longer needs attention", StringComparison.Ordinal)));
        Assert.Empty(page.FindAll(".attention"));
        Assert.Contains("by eve@shop.example", page.FindAll(".timeline li")[^1].TextContent, StringComparison.Ordinal);

        await DisposeComponentsAsync();
        authorization.SetAuthorized("buyer").SetClaims(new Claim(ShopClaims.Customer, order.CustomerId.ToString()));
        var view = Render<OrderView>(p => p.Add(o => o.Number, order.Number));
        view.WaitForElement(".chip");
        Assert.DoesNotContain("ttention", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_buyer_of_money_that_is_set_aside_reads_that_it_is_safe_and_is_not_asked_to_pay_again()
    {
        var order = await OddAsync(3899);
        authorization.SetAuthorized("buyer").SetClaims(new Claim(ShopClaims.Customer, order.CustomerId.ToString()));
        var view = Render<OrderView>(p => p.Add(o => o.Number, order.Number));
        view.WaitForAssertion(() => Assert.Contains("We received €38.99 for this order, but its total is €39.00.", view.Find(".alert").TextContent, StringComparison.Ordinal));
        Assert.Equal("We're checking your payment", view.Find(".chip").TextContent);
        Assert.Empty(view.FindAll("button"));
        Assert.DoesNotContain("othing was charged", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refund_of_a_disputed_order_is_disabled_with_the_reason()
    {
        var order = await Shop.BuyAsync(3900);
        Shop.Get<PanelActions>().Perform("dispute", order.PaymentSession!);
        await Shop.DeliverAsync();
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Refund"));
        var button = page.FindAll("button").Single(b => b.TextContent == "Refund");
        Assert.True(button.HasAttribute("disabled"));
        Assert.Contains("the bank decides", page.Find("#" + button.GetAttribute("aria-describedby")).TextContent, StringComparison.Ordinal);
        Assert.IsType<RefundStart.Disputed>(await Shop.Get<PaymentActions>().RefundAsync(await Shop.StaffAsync(), order.Id, order.Total, "", Guid.NewGuid()));
    }

    [Fact]
    public async Task Cancelling_or_refunding_a_subscriptions_order_asks_what_becomes_of_the_subscription()
    {
        var order = await Shop.SubscribeAsync();
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Refund"));

        Press(page.FindAll("button").Single(b => b.TextContent == "Refund"));
        dialogs.WaitForState(() => dialogs.FindAll("input[type=radio]").Count == 3);
        Assert.Contains("What happens to the subscription?", dialogs.Find("legend").TextContent, StringComparison.Ordinal);
        await FillAsync(dialogs, "input[id$=amount]", "1.00");
        await dialogs.InvokeAsync(() => dialogs.FindAll("input[type=radio]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" }));
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("€1.00 was refunded.", page.Markup, StringComparison.Ordinal));
        Assert.True((await SubscriptionAsync()).CancelAtPeriodEnd);

        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Cancel order"));
        Press(page.FindAll("button").Single(b => b.TextContent == "Cancel order"));
        dialogs.WaitForState(() => dialogs.FindAll("input[type=radio]").Count == 2);
        await dialogs.InvokeAsync(() => dialogs.FindAll("input[type=radio]")[1].ChangeAsync(new ChangeEventArgs { Value = "on" }));
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("The order is cancelled", page.Markup, StringComparison.Ordinal));
        Assert.Equal(SubscriptionStatus.Cancelled, (await SubscriptionAsync()).Status);
    }

    [Fact]
    public async Task An_order_of_no_subscription_is_cancelled_without_a_question_about_one()
    {
        var order = await Shop.BuyAsync(3900);
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Cancel order"));
        Press(page.FindAll("button").Single(b => b.TextContent == "Cancel order"));
        Assert.Empty(dialogs.FindAll("input[type=radio]"));
    }

    private async Task<Order> OddAsync(long paid)
    {
        var open = (await Shop.AtFormAsync()).Form;
        Shop.ChangeAmount(open, new BlazorShop.Common.Money(paid, "EUR"));
        return await Shop.PayAsync(open);
    }

    /// <summary>The handler ends when the dialog closes.</summary>
    private void Press(AngleSharp.Dom.IElement button)
    {
        _ = button.ClickAsync(new());
        dialogs.WaitForState(() => dialogs.FindAll("form").Count == 1);
    }

    private async Task<Subscription> SubscriptionAsync()
    {
        await using var db = Db();
        return await db.Subscriptions.AsNoTracking().SingleAsync();
    }
}
