using BlazorShop.Admin.Orders;
using BlazorShop.Admin.Payments;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

public sealed class RefundDialogTests : ShopComponentContext
{
    private readonly IRenderedComponent<MudDialogProvider> dialogs;

    public RefundDialogTests()
    {
        SignInStaff();
        Render<MudPopoverProvider>();
        dialogs = Render<MudDialogProvider>();
    }

    [Fact]
    public async Task A_part_of_an_order_is_refunded_in_the_dialog_and_the_page_says_so()
    {
        var order = await Shop.BuyAsync(3900);
        var page = Open(order);
        Assert.Equal("39.00", Amount.GetAttribute("value"));
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Refund");

        await SendAsync("5,50", "A scratch on the lid.");

        page.WaitForAssertion(() => Assert.Contains("€5.50 was refunded.", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        var refund = Assert.Single(await RefundsAsync());
        Assert.Equal((550L, RefundState.Succeeded, "A scratch on the lid.", "eve@shop.example"), (refund.Amount.Minor, refund.State, refund.Reason, refund.RequestedBy));
        var text = string.Join(' ', page.Find("main, div.stack").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var said in new[] { "Partially refunded", "Succeeded", "A scratch on the lid.", "eve@shop.example", "refund:" + refund.Reference, "€33.50" })
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains((await Shop.OrderAsync(order.Number)).History, h => h.Kind == OrderEventKind.Refunded && OrderWords.Details(h).Contains("€5.50", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("39.01")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1,000")]
    [InlineData("ten")]
    [InlineData("")]
    public async Task A_refund_of_an_amount_that_cannot_be_is_answered_with_the_limit(string typed)
    {
        Open(await Shop.BuyAsync(3900));
        await SendAsync(typed);
        dialogs.WaitForAssertion(() => Assert.Equal("Enter an amount from €0.01 to €39.00.", dialogs.Find("[role=alert]").TextContent.Trim()));
        Assert.Empty(await RefundsAsync());
    }

    [Fact]
    public async Task The_button_of_a_refund_pressed_twice_is_one_refund()
    {
        Open(await Shop.BuyAsync(3900));
        await FillAsync(dialogs, AmountField, "39.00");
        await PressTwiceAsync(dialogs);
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("form")));
        Assert.Equal(3900, Assert.Single(await RefundsAsync()).Amount.Minor);
    }

    [Fact]
    public async Task A_refund_asked_for_from_two_places_under_one_requestId_is_one_refund()
    {
        var order = await Shop.BuyAsync(3900);
        var (actions, requestId) = (Shop.Get<PaymentActions>(), Guid.CreateVersion7());
        var eve = await Shop.StaffAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => actions.RefundAsync(eve, order.Id, order.Total, "All of it.", requestId))));
        Assert.All(all, a => Assert.Equal(requestId, Assert.IsType<RefundStart.Begun>(a).Refund.Id));
        Assert.Single(await RefundsAsync());
        await Shop.DeliverAsync();
        Assert.Equal((PaymentStatus.Refunded, 3900L), (await Shop.OrderAsync(order.Number)) is var o ? (o.PaymentStatus, o.Refunded) : default);
    }

    [Fact]
    public async Task Where_everything_is_refunded_there_is_no_button_to_refund()
    {
        var page = Open(await Shop.BuyAsync(3900));
        await SendAsync("39");
        page.WaitForAssertion(() => Assert.Contains("€39.00 was refunded.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Refund");
    }

    [Fact]
    public async Task An_order_that_was_not_paid_has_nothing_to_refund()
    {
        var order = Make.Order(Make.Customer());
        await using (var db = Db())
        {
            db.Add(order);
            await db.SaveChangesAsync();
        }

        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForAssertion(() => Assert.Contains("Money", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Refund");
    }

    [Theory]
    [InlineData("JPY", 500, "500", "200", 200, "Enter an amount from ¥1 to ¥300.")]
    [InlineData("BHD", 1250, "1.250", "1,2", 1200, "Enter an amount from BHD\u00a00.010 to BHD\u00a00.050.")]
    public async Task A_refund_in_a_currency_of_nought_or_three_decimals_is_typed_in_its_own(string currency, long price, string prefilled, string typed, long minor, string then)
    {
        Shop.Get<IOptions<ShopOptions>>().Value.Currency = currency;
        var page = Open(await Shop.BuyAsync(price, currency));
        Assert.Equal(prefilled, Amount.GetAttribute("value"));
        await SendAsync(typed);
        page.WaitForAssertion(() => Assert.Contains("was refunded.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(new Money(minor, currency), Assert.Single(await RefundsAsync()).Amount);

        _ = page.FindAll("button").Single(b => b.TextContent == "Refund").ClickAsync(new());
        dialogs.WaitForState(() => dialogs.FindAll("form").Count == 1);
        await SendAsync("1000");
        dialogs.WaitForAssertion(() => Assert.Equal(then, dialogs.Find("[role=alert]").TextContent.Trim()));
    }

    private const string AmountField = "input[id$=amount]";

    private AngleSharp.Dom.IElement Amount => dialogs.Find(AmountField);

    private IRenderedComponent<OrderPage> Open(Order order)
    {
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Refund"));
        // The handler ends when the dialog closes.
        _ = page.FindAll("button").Single(b => b.TextContent == "Refund").ClickAsync(new());
        dialogs.WaitForState(() => dialogs.FindAll("form").Count == 1);
        return page;
    }

    private async Task SendAsync(string amount, string reason = "")
    {
        await FillAsync(dialogs, AmountField, amount);
        await FillAsync(dialogs, "input[id$=reason]", reason);
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
    }

    private async Task<List<Refund>> RefundsAsync()
    {
        await using var db = Db();
        return await db.Set<Refund>().AsNoTracking().ToListAsync();
    }
}
