using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>A name that does not fit is cut; a paid order is booked whatever it is called.</summary>
public sealed class LongNameTests
{
    [Theory, OnSqlite, OnPostgres]
    public Task A_paid_order_is_booked_though_its_name_ends_in_half_an_emoji_at_the_limit(DatabaseProvider provider) =>
        IsBookedAsync(provider, new string('n', 119) + "\U0001F600", new string('n', 119));

    [Theory, OnSqlite, OnPostgres]
    public Task A_paid_order_is_booked_though_its_name_holds_what_no_database_keeps(DatabaseProvider provider) => IsBookedAsync(provider, "Zo\0ë", "Zoë");

    private static async Task IsBookedAsync(DatabaseProvider provider, string name, string kept)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database, settings: new() { ["Checkout:ShippingAddressIn"] = "Form" });
        var open = (await counter.AtFormAsync()).Form;

        var paid = await counter.Form.PayAsync(open.Session.Reference, CheckoutPayment.Card("4242424242424242") with
        {
            Name = name,
            Shipping = new CheckoutAddress(name, name, name, "Paris", null, "75018", "FR"),
        });
        await counter.DeliverAsync();

        Assert.IsType<CheckoutOutcome.Complete>(paid);
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(PaymentStatus.Paid, order.PaymentStatus);
        Assert.Equal(kept, order.ShippingAddress.FullName);
        await using var db = counter.Shop.Db();
        Assert.Empty(await db.InboxEvents.Where(e => e.State != BlazorShop.Payments.Inbox.InboxState.Applied && e.State != BlazorShop.Payments.Inbox.InboxState.Ignored).ToListAsync());
        await counter.AssertBooksAsync();
    }
}
