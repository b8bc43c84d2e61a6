using BlazorShop.Admin.Orders;
using BlazorShop.Orders;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

public sealed class FulfilmentAdminTests : ShopComponentContext
{
    private readonly IRenderedComponent<MudDialogProvider> dialogs;

    public FulfilmentAdminTests()
    {
        SignInStaff();
        Render<MudPopoverProvider>();
        dialogs = Render<MudDialogProvider>();
    }

    [Fact]
    public async Task A_shipment_is_sent_from_the_order_in_the_admin_and_its_page_says_so()
    {
        var order = await Shop.BuyAsync(3900);
        var page = await OpenAsync(order, "Ship");
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent is "Ship" or "Cancel order");
        await FillAsync("carrier", "DHL");
        await FillAsync("tracking", "JD0146");
        await OnAsync(dialogs, "form", form => form.SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("The order is on its way.", page.Find("[role=status]").TextContent));
        var text = page.Markup;
        foreach (var said in new[] { "JD0146", "Completed", "Shipped", "by eve@shop.example", "1 × Kettle" })
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Single((await Shop.LookAsync(order.Number)).Shipments);

        await page.FindAll("button").Single(b => b.TextContent == "Mark delivered").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("All of it was delivered.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_shipped_is_said_in_the_dialog()
    {
        var order = await Shop.BuyAsync(3900);
        await OpenAsync(order, "Ship");
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
        dialogs.WaitForAssertion(() => Assert.Contains("Enter the carrier", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await FillAsync("carrier", "DHL");
        await FillAsync("1", "5");
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
        dialogs.WaitForAssertion(() => Assert.Contains("from 0 to 1", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty((await Shop.LookAsync(order.Number)).Shipments);
    }

    [Fact]
    public async Task Of_two_staff_at_one_order_the_second_reads_that_it_has_changed_and_sees_it_as_it_is()
    {
        var order = await Shop.BuyAsync(3900);
        var page = await OpenAsync(order, "Ship");
        await Shop.ShipAsync(await Shop.LookAsync(order.Number), tracking: "BOBS", by: StaffActions.Bob);
        await FillAsync("carrier", "UPS");
        await OnAsync(dialogs, "form", form => form.SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("has changed this order", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Contains("BOBS", page.Markup, StringComparison.Ordinal);
        Assert.Equal("BOBS", Assert.Single((await Shop.LookAsync(order.Number)).Shipments).Tracking);
    }

    [Fact]
    public async Task An_order_is_cancelled_after_a_question()
    {
        var order = await Shop.BuyAsync(3900);
        var page = await OpenAsync(order, "Cancel order");
        Assert.Contains("is refunded to the customer", dialogs.Find("form").TextContent, StringComparison.Ordinal);
        Assert.Equal(OrderStatus.Confirmed, (await Shop.OrderAsync(order.Number)).Status);
        await FillAsync("reason", "It broke.");
        await PressTwiceAsync(dialogs);

        page.WaitForAssertion(() => Assert.Contains("its payment is being refunded", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        await Shop.DeliverAsync();
        var now = await Shop.OrderAsync(order.Number);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3900L), (now.Status, now.PaymentStatus, now.Refunded));
        await using var db = Db();
        Assert.Equal(5, (await db.StockItems.SingleAsync()).OnHand);
    }

    private Task FillAsync(string name, string value) => FillAsync(dialogs, $"input[id$='-{name}']", value);

    private Task<IRenderedComponent<OrderPage>> OpenAsync(Order order, string button)
    {
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == button));
        // The handler ends when the dialog closes.
        _ = page.FindAll("button").Single(b => b.TextContent == button).ClickAsync(new());
        dialogs.WaitForState(() => dialogs.FindAll("form").Count == 1);
        return Task.FromResult(page);
    }
}
