using System.Net;
using System.Security.Claims;
using BlazorShop.Accounts;
using BlazorShop.Admin.Payments;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Admin;

/// <summary>The admin is there for staff, and for nobody else.</summary>
public sealed class AdminAccessTests
{
    private static readonly string[] addresses = ["/admin", "/admin/orders", "/admin/orders/BS-AAAA-2222", "/admin/orders.csv", "/admin/products", "/admin/customers", "/admin/customers/019ac000-0000-7000-8000-000000000000", "/admin/subscriptions", "/admin/payments", "/admin/payments/events/evt_1"];

    public static TheoryData<string> Addresses => new(addresses);

    [Theory, MemberData(nameof(Addresses))]
    public async Task A_stranger_is_sent_to_the_login_page(string address)
    {
        await using var shop = new ShopApp();
        using var stranger = shop.Visit();
        using var answer = await stranger.GetAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/Account/Login", answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_finds_nothing_at_the_addresses_of_the_admin()
    {
        await using var shop = new ShopApp();
        using var customer = shop.Visit();
        await customer.RegisterAsync("ada@example.org");
        foreach (var address in addresses)
        {
            using var answer = await customer.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{address} answered {(int)answer.StatusCode}.");
        }
    }

    [Fact]
    public async Task Staff_read_an_order_and_its_history()
    {
        await using var shop = new ShopApp { Staffed = true };
        var order = Make.Order(Make.Customer(), number: "BS-AAAA-2222", lines: [("Kettle", 1999, 2)]);
        order.MarkPaid("cs_1", "pi_1", order.Total, "Visa ending in 4242", DateTime.UtcNow);
        order.AskAttention(AttentionKind.Note, DateTime.UtcNow, "missing", new EventDetails { Text = "One item is missing." });
        await using (var db = shop.Db())
        {
            db.Add(order);
            await db.SaveChangesAsync();
        }

        using var staff = await shop.VisitAsStaffAsync();
        var page = await staff.PageAsync("/admin/orders/BS-AAAA-2222");
        Assert.Equal("Order BS-AAAA-2222", page.QuerySelector("h1")!.TextContent);
        var text = page.QuerySelector("main")!.TextContent;
        foreach (var said in new[] { "€39.98", "Visa ending in 4242", "pi_1", "cs_1", "Order placed", "Paid", "Sandbox", "Ada Lovelace", "France" })
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains("One item is missing.", page.QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_number_that_nobody_has_is_not_found_in_the_admin()
    {
        await using var shop = new ShopApp { Staffed = true };
        using var staff = await shop.VisitAsStaffAsync();
        foreach (var address in new[] { "/admin/orders/BS-ZZZZ-9999", "/admin/payments/events/evt_none", "/admin/customers/019ac000-0000-7000-8000-000000000000", "/admin/customers/nobody" })
        {
            using var answer = await staff.GetAsync(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Queries_of_the_admin_ask_again_who_asks()
    {
        await using var shop = new ShopApp();
        var customer = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ada")], "test"));
        var claimed = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, StaffGuard.Role)]));
        foreach (var nobody in new[] { new ClaimsPrincipal(), customer, claimed })
        {
            var (orders, stock) = (shop.Get<OrderAdmin>(), shop.Get<StockAdmin>());
            await Assert.ThrowsAsync<StaffRefusedException>(() => orders.PageAsync(nobody, new OrderFilter(), ListPlace.First, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => orders.FindAsync(nobody, "BS-AAAA-2222", CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(async () => await orders.StreamAsync(nobody, new OrderFilter(), CancellationToken.None).GetAsyncEnumerator().MoveNextAsync());
            await Assert.ThrowsAsync<StaffRefusedException>(() => stock.PageAsync(nobody, null, ListPlace.First, CancellationToken.None));
            var (customers, accounts, cards, somebody) = (shop.Get<CustomerAdmin>(), shop.Get<AccountAdmin>(), shop.Get<SavedCards>(), Make.Customer());
            await Assert.ThrowsAsync<StaffRefusedException>(() => orders.OfCustomerAsync(nobody, somebody, 20, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => customers.PageAsync(nobody, null, [], ListPlace.First, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => customers.FindAsync(nobody, somebody, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => accounts.FindAsync(nobody, "ada", CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => accounts.OfAsync(nobody, [], CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => cards.JudgeAsync(nobody, somebody, CancellationToken.None));
            var (money, inbox, events, actions) = (shop.Get<PaymentAdmin>(), shop.Get<InboxAdmin>(), shop.Get<EventAdmin>(), shop.Get<PaymentActions>());
            var order = Id.New<OrderId>(TimeProvider.System);
            await Assert.ThrowsAsync<StaffRefusedException>(() => money.BooksAsync(nobody, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => inbox.SummaryAsync(nobody, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => inbox.PageAsync(nobody, new InboxFilter(), ListPlace.First, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => events.FindAsync(nobody, "evt_1", CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => money.OfOrderAsync(nobody, order, CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(() => actions.RefundAsync(nobody, order, new Money(1, "EUR"), "", Guid.NewGuid()));
            await Assert.ThrowsAsync<StaffRefusedException>(() => actions.ReconcileAsync(nobody));
            await Assert.ThrowsAsync<StaffRefusedException>(() => orders.NumbersAsync(nobody, [order], CancellationToken.None));
            await Assert.ThrowsAsync<StaffRefusedException>(async () => await actions.ReplayAsync(nobody, "evt_1"));
        }

        Assert.Equal(Policies.StaffRole, StaffGuard.Role);
    }
}
