using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Orders.Pages;
using BlazorShop.Tests.Testing;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Orders;

public sealed class OrderViewTests : ShopComponentContext
{
    private readonly CustomerId customer = Make.Customer();
    private readonly OpenPage page = new();
    private readonly BunitAuthorizationContext authorization;

    public OrderViewTests()
    {
        Services.AddSingleton<IOpenPage>(page);
        authorization = this.AddAuthorization();
        SignIn(customer);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Theory]
    [InlineData(OrderStatus.Pending, PaymentStatus.Unpaid, FulfilmentStatus.Unfulfilled, "is awaiting payment", "Awaiting payment", true)]
    [InlineData(OrderStatus.Expired, PaymentStatus.Unpaid, FulfilmentStatus.Unfulfilled, "wasn't paid in time. Nothing was charged", "Not paid", true)]
    [InlineData(OrderStatus.Pending, PaymentStatus.Failed, FulfilmentStatus.Unfulfilled, "The payment didn't work.", "Payment failed", true)]
    [InlineData(OrderStatus.Pending, PaymentStatus.Processing, FulfilmentStatus.Unfulfilled, "is being processed", "Payment is being processed", false)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Paid, FulfilmentStatus.Unfulfilled, "Your order is paid.", "Paid", false)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Paid, FulfilmentStatus.PartiallyShipped, "Part of your order has shipped", "Partially shipped", false)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Paid, FulfilmentStatus.Shipped, "has shipped", "Shipped", false)]
    [InlineData(OrderStatus.Completed, PaymentStatus.Paid, FulfilmentStatus.Delivered, "was delivered", "Delivered", false)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.PartiallyRefunded, FulfilmentStatus.Unfulfilled, "We refunded €5.00", "Paid", false)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Refunded, FulfilmentStatus.Unfulfilled, "We refunded this order", "Refunded", false)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Disputed, FulfilmentStatus.Unfulfilled, "disputed at your bank", "Disputed", false)]
    [InlineData(OrderStatus.Cancelled, PaymentStatus.Unpaid, FulfilmentStatus.Unfulfilled, "was cancelled.", "Cancelled", false)]
    [InlineData(OrderStatus.Cancelled, PaymentStatus.Refunded, FulfilmentStatus.Unfulfilled, "was cancelled and refunded", "Cancelled and refunded", false)]
    public async Task Each_status_of_an_order_has_its_words(
        OrderStatus order, PaymentStatus payment, FulfilmentStatus fulfilment, string words, string chip, bool payable)
    {
        var number = await PlaceAsync();
        await MoveAsync(number, order, payment, fulfilment);
        var view = Open(number);
        Assert.Contains(words, view.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.Equal(chip, view.Find(".chip").TextContent);
        Assert.Equal(payable, view.FindAll("button").Any(b => b.TextContent == "Pay again"));
        Assert.Equal(payment == PaymentStatus.Failed, view.FindAll("[role=alert]").Count == 1);
    }

    [Theory]
    [InlineData(OrderStatus.Expired, PaymentStatus.Unpaid, "wasn't paid in time. Nothing was charged, and its items are back in stock. To buy them, order again.")]
    [InlineData(OrderStatus.Pending, PaymentStatus.Failed, "Nothing was charged, and the items are back in stock. To buy them, order again.")]
    public async Task An_order_that_was_renewed_twice_is_not_paid_again_but_ordered_again(OrderStatus status, PaymentStatus payment, string words)
    {
        var order = Make.Order(customer, lines: ("Kettle", 1999, 2));
        for (var form = 1; form <= 3; form++)
            order.PaymentStarted("cs_" + form, form, order.PlacedAt);
        await using (var db = Db())
        {
            db.Orders.Add(order);
            await db.SaveChangesAsync();
        }

        await MoveAsync(order.Number, status, payment);
        var view = Open(order.Number);
        Assert.Contains(words, view.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll("button"));
    }

    [Fact]
    public async Task Pay_again_leads_to_the_checkout_of_this_order()
    {
        var number = await PlaceAsync();
        var form = Open(number).Find("form");
        Assert.Equal(("get", "/checkout"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal(number, form.QuerySelector("input[name=order]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_was_bought_is_shown_as_it_was()
    {
        var view = Open(await PlaceAsync());
        Assert.Contains("2 × €19.99", view.Find(".order-lines").TextContent, StringComparison.Ordinal);
        Assert.Equal("€39.98", view.Find("dd.total").TextContent);
        Assert.Contains("12 Rue des Abbesses", view.Find("address").TextContent, StringComparison.Ordinal);
        Assert.Contains("Order placed", view.Find(".order-history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_follows_its_order()
    {
        var number = await PlaceAsync();
        var view = Open(number);
        await MoveAsync(number, OrderStatus.Confirmed, PaymentStatus.Paid);
        Assert.Equal("Awaiting payment", view.Find(".chip").TextContent);

        Shop.Get<OrderStatusFeed>().Announce(customer);

        view.WaitForAssertion(() => Assert.Equal("Paid", view.Find(".chip").TextContent));
        Assert.Empty(view.FindAll("form"));
    }

    [Fact]
    public async Task What_happened_on_another_server_is_seen_by_looking_now_and_then()
    {
        var number = await PlaceAsync();
        var view = Open(number);
        await MoveAsync(number, OrderStatus.Confirmed, PaymentStatus.Paid);
        Clock.Advance(TimeSpan.FromSeconds(16));
        view.WaitForAssertion(() => Assert.Equal("Paid", view.Find(".chip").TextContent));
    }

    [Fact]
    public async Task A_page_whose_login_has_ended_shows_nothing_new_and_catches_up_after_a_new_login()
    {
        var number = await PlaceAsync();
        var view = Open(number);
        await MoveAsync(number, OrderStatus.Confirmed, PaymentStatus.Paid);
        page.End();

        Shop.Get<OrderStatusFeed>().Announce(customer);
        await page.Asked.WaitAsync(TimeSpan.FromMinutes(1));
        await view.InvokeAsync(() => Assert.Equal("Awaiting payment", view.Find(".chip").TextContent));

        page.GoOn();
        view.WaitForAssertion(() => Assert.Equal("Paid", view.Find(".chip").TextContent));
    }

    [Fact]
    public async Task A_closed_page_of_an_order_hears_nothing_of_it_any_more()
    {
        var number = await PlaceAsync();
        Open(number);
        await DisposeComponentsAsync();
        Shop.Get<OrderStatusFeed>().Announce(customer);
        Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Somebody_elses_order_is_not_shown()
    {
        var number = await PlaceAsync();
        var stranger = Make.Customer();
        SignIn(stranger);
        var view = Render<OrderView>(p => p.Add(v => v.Number, number));
        // Whatever the first drawing waited for: a next one comes after everything was read.
        var drawn = view.RenderCount;
        Shop.Get<OrderStatusFeed>().Announce(stranger);
        view.WaitForState(() => view.RenderCount > drawn, TimeSpan.FromSeconds(10));
        Assert.DoesNotContain("Rue des Abbesses", view.Markup, StringComparison.Ordinal);
        Assert.NotNull(view.Find(".skeleton"));
    }

    [Fact]
    public async Task What_staff_must_look_at_is_not_the_buyers_to_read()
    {
        var number = await PlaceAsync();
        await using (var db = Db())
        {
            var order = await db.Orders.Include(o => o.History).SingleAsync(o => o.Number == number);
            order.AskAttention(AttentionKind.Note, DateTime.UtcNow, "stock:1", new EventDetails { Text = "Restock or refund." });
            await db.SaveChangesAsync();
        }

        Assert.DoesNotContain("Restock", Open(number).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_a_picture_keeps_the_page_in_shape()
    {
        var view = Open(await PlaceAsync());
        var cells = view.Find(".order-lines li").Children;
        Assert.Equal(["order-picture", "stack stack-s", "price"], cells.Select(c => c.ClassName));
    }

    [Fact]
    public async Task A_disputes_codes_are_read_as_words()
    {
        var number = await PlaceAsync();
        await using (var db = Db())
        {
            var order = await db.Orders.Include(o => o.History).Include(o => o.Lines).SingleAsync(o => o.Number == number);
            order.Remark(OrderEventKind.Disputed, new EventDetails { Amount = new Money(1999, "EUR"), Text = nameof(DisputeReason.NotReceived), Code = nameof(DisputeStatus.NeedsResponse) }, "dispute:dp_1:needs_response", DateTime.UtcNow);
            await db.SaveChangesAsync();
        }

        Assert.Contains("€19.99, product not received, needs response", Open(number).Find(".order-history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_an_order_leads_to_the_carrier_of_its_shipment()
    {
        var number = await PlaceAsync();
        await using (var db = Db())
        {
            var order = await db.Orders.Include(o => o.History).Include(o => o.Lines).Include(o => o.Shipments).SingleAsync(o => o.Number == number);
            order.MarkPaid("cs_1", "pi_1", order.Total, "Visa ending in 4242", DateTime.UtcNow);
            order.Ship(Guid.CreateVersion7(), new Dictionary<int, int> { [1] = 2 }, "DHL Express", "JD 01 <4600>", "eve@shop.example", DateTime.UtcNow);
            await db.SaveChangesAsync();
        }

        Assert.Equal(
            "https://www.dhl.com/global-en/home/tracking.html?tracking-id=JD01%3C4600%3E", Open(number).Find("a.order-tracking").GetAttribute("href"));
    }

    [Fact]
    public async Task Times_are_the_shops_until_a_script_writes_the_readers()
    {
        var number = await PlaceAsync();
        await using (var db = Db())
            await db.Set<OrderHistoryEntry>().ExecuteUpdateAsync(s => s.SetProperty(h => h.At, new DateTime(2026, 11, 26, 23, 30, 0, DateTimeKind.Utc)));

        var time = Open(number).Find(".order-history time");

        Assert.Equal(("27 Nov 2026, 00:30", "2026-11-26T23:30:00Z", "moment"), (time.TextContent, time.GetAttribute("datetime"), time.GetAttribute("data-time")));
    }

    [Theory]
    [InlineData("DHL", "123", "https://www.dhl.com/global-en/home/tracking.html?tracking-id=123")]
    [InlineData("La Poste - Colissimo", "6A 123", "https://www.laposte.fr/outils/suivre-vos-envois?code=6A123")]
    [InlineData("Upside Couriers", "9", "https://t.17track.net/en#nums=9")]
    [InlineData("UPS", "https://carrier.example/follow/9", "https://carrier.example/follow/9")]
    [InlineData("UPS", "javascript:alert(1)", "https://www.ups.com/track?tracknum=javascript%3Aalert%281%29")]
    [InlineData("UPS", " ", null)]
    public void A_tracking_number_is_a_link(string carrier, string tracking, string? link) => Assert.Equal(link, TrackingLink.For(carrier, tracking));

    private void SignIn(CustomerId id) => authorization.SetAuthorized("ada").SetClaims(new Claim(ShopClaims.Customer, id.ToString()));

    private IRenderedComponent<OrderView> Open(string number)
    {
        var view = Render<OrderView>(p => p.Add(v => v.Number, number));
        view.WaitForElement(".chip");
        return view;
    }

    private async Task<string> PlaceAsync()
    {
        var order = Make.Order(customer, lines: ("Kettle", 1999, 2));
        await using var db = Db();
        db.Orders.Add(order);
        await db.SaveChangesAsync();
        return order.Number;
    }

    private async Task MoveAsync(string number, OrderStatus order, PaymentStatus payment, FulfilmentStatus fulfilment = FulfilmentStatus.Unfulfilled)
    {
        await using var db = Db();
        await db.Orders.Where(o => o.Number == number).ExecuteUpdateAsync(s => s
            .SetProperty(o => o.Status, order)
            .SetProperty(o => o.PaymentStatus, payment)
            .SetProperty(o => o.FulfilmentStatus, fulfilment)
            .SetProperty(o => o.Refunded, payment == PaymentStatus.PartiallyRefunded ? 500 : 0));
    }

    private sealed class OpenPage : IOpenPage
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool isOver;

        public event Action? WentOn;

        /// <summary>Somebody wished to show something after the login had ended.</summary>
        public Task Asked => asked.Task;

        public bool IsOver
        {
            get
            {
                if (isOver)
                    asked.TrySetResult();
                return isOver;
            }
        }

        public void End() => isOver = true;

        public void GoOn()
        {
            isOver = false;
            WentOn?.Invoke();
        }
    }
}
