using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments;

/// <summary>The database itself allows one open payment form for an order and one for a cart.</summary>
public sealed class LivePaymentTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task An_order_has_one_live_payment(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var order = Id.New<OrderId>(TimeProvider.System);
        await AddAsync(database, Payment(order, 1, null, PaymentState.Expired));
        await AddAsync(database, Payment(order, 2, null, PaymentState.Creating));
        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(database, Payment(order, 3, null, PaymentState.Open)));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_cart_has_one_live_payment(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var cart = Id.New<CartId>(TimeProvider.System);
        await AddAsync(database, Payment(Id.New<OrderId>(TimeProvider.System), 1, cart, PaymentState.Paid));
        await AddAsync(database, Payment(Id.New<OrderId>(TimeProvider.System), 1, cart, PaymentState.Open));
        await Assert.ThrowsAsync<DbUpdateException>(
            () => AddAsync(database, Payment(Id.New<OrderId>(TimeProvider.System), 1, cart, PaymentState.Creating)));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Payments_without_a_cart_do_not_stand_in_each_others_way(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await AddAsync(database, Payment(Id.New<OrderId>(TimeProvider.System), 1, null, PaymentState.Open));
        await AddAsync(database, Payment(Id.New<OrderId>(TimeProvider.System), 1, null, PaymentState.Open));
    }

    private static async Task AddAsync(TestDatabase database, Payment payment)
    {
        await using var db = database.CreateDbContext();
        db.Add(payment);
        await db.SaveChangesAsync();
    }

    private static Payment Payment(OrderId order, int attempt, CartId? cart, PaymentState state) => new()
    {
        Provider = "stripe",
        Id = Id.New<PaymentId>(TimeProvider.System),
        OrderId = order,
        Attempt = attempt,
        CustomerId = Make.Customer(),
        CartId = cart,
        Amount = new Money(1999, "EUR"),
        State = state,
        IdempotencyKey = Guid.NewGuid().ToString(),
        Request = "{}",
        SessionReference = Guid.NewGuid().ToString(),
        Reference = Guid.NewGuid().ToString(),
        Environment = "sandbox",
        CreatedAt = DateTime.UtcNow,
        ExpiresAt = DateTime.UtcNow.AddMinutes(30),
    };
}
