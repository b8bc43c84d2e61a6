using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Simulation;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorShop.Tests.Payments;

/// <summary>Four rows in a row that the provider does not answer about stop none of those behind them, in whichever loop.</summary>
public sealed class StubbornTests
{
    private readonly HashSet<string> stubborn = new(StringComparer.Ordinal);

    [Theory, OnSqlite, OnPostgres]
    public async Task Refunds(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        var orders = await OpenAsync(counter, 6, pay: true);
        var references = (await counter.PaymentsAsync()).Select(p => p.Reference!).ToList();
        stubborn.UnionWith(references);
        foreach (var number in orders)
        {
            var order = await counter.OrderAsync(number);
            await counter.Shop.Get<RefundDesk>().RequestAsync(order.Id, order.Total, "Sorry.", "eve", Guid.CreateVersion7(counter.Clock.GetUtcNow()), default);
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        stubborn.ExceptWith(references[4..]);
        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        await using var db = counter.Shop.Db();
        var refunds = await db.Set<Refund>().OrderBy(r => r.CreatedAt).Select(r => r.Reference != null).ToListAsync();
        Assert.Equal([false, false, false, false, true, true], refunds);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Forms_of_changed_carts(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        await OpenAsync(counter, 6, pay: false);
        var payments = await counter.PaymentsAsync();
        foreach (var customer in payments.Select(p => p.CustomerId))
        {
            var owner = new CartOwner.Customer(customer);
            await counter.Carts.SetQuantityAsync(owner, Assert.Single((await counter.Carts.ViewAsync(owner, default)).Lines).Variant, 2, default);
        }

        stubborn.UnionWith(payments.Take(4).Select(p => p.SessionReference!));
        await counter.Shop.RunOnceAsync<ReservationWorker>();

        Assert.Equal(
            [PaymentState.Open, PaymentState.Open, PaymentState.Open, PaymentState.Open, PaymentState.Expired, PaymentState.Expired],
            (await counter.PaymentsAsync()).Select(p => p.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Buyers_who_wish_to_be_forgotten(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        await OpenAsync(counter, 6, pay: true);
        await using var db = counter.Shop.Db();
        var names = await db.PaymentCustomers.AsNoTracking().OrderBy(c => c.CreatedAt).ToListAsync();
        foreach (var name in names)
        {
            await counter.Shop.Get<BuyerRecords>().ForgetAsync([name.CustomerId], default);
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        stubborn.UnionWith(names.Take(4).Select(n => n.Reference!));
        await counter.Shop.RunOnceAsync<ErasureWorker>();

        Assert.Equal(
            [false, false, false, false, true, true],
            await db.PaymentCustomers.AsNoTracking().OrderBy(c => c.CreatedAt).Select(c => c.ForgottenAt != null).ToListAsync());
    }

    private Counter Counter(TestDatabase database) => new(database, configure: services =>
    {
        var real = services.Last(s => s.ServiceType == typeof(IPaymentGateway)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IPaymentGateway>(s => new Stubborn((IPaymentGateway)real(s), stubborn)));
    });

    /// <summary>So many buyers with a form each; the orders' numbers.</summary>
    private static async Task<List<string>> OpenAsync(Counter counter, int buyers, bool pay)
    {
        var kettle = await counter.ShelfAsync("Kettle", 3900, stock: 50);
        var numbers = new List<string>();
        for (var i = 0; i < buyers; i++)
        {
            var buyer = await counter.BuyerAsync();
            await counter.AddAsync(buyer, kettle);
            var open = await counter.OpenAsync(buyer);
            numbers.Add(open.OrderNumber);
            if (pay)
                await counter.PayAsync(open);
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await counter.DeliverAsync();
        return numbers;
    }

    private sealed class Stubborn(IPaymentGateway inner, HashSet<string> references) : GatewayInFront(inner)
    {
        public override Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct) =>
            references.Contains(sessionReference) ? throw Silent() : base.ExpireSessionAsync(sessionReference, ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            references.Contains(paymentReference) ? throw Silent() : base.CreateRefundAsync(paymentReference, refund, amount, idempotencyKey, ct);

        public override Task DeleteCustomerAsync(string customerReference, CancellationToken ct) =>
            references.Contains(customerReference) ? throw Silent() : base.DeleteCustomerAsync(customerReference, ct);

        private static PaymentGatewayException Silent() => new(GatewayProblem.Unavailable, "No answer.");
    }
}
