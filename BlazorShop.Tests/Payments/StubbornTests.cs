using System.Reflection;
using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Privacy;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Checkout;
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
    public async Task Refunds_without_an_answer_keep_no_other_refund_waiting(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        var orders = await OpenAsync(counter, 6, pay: true);
        var references = (await counter.PaymentsAsync()).Select(p => p.Reference!).ToList();
        stubborn.UnionWith(references);
        foreach (var number in orders)
        {
            var order = await counter.OrderAsync(number);
            await counter.Shop.Get<RefundService>().RequestAsync(order.Id, order.Total, "Sorry.", "eve", Guid.CreateVersion7(counter.Clock.GetUtcNow()), default);
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
    public async Task Forms_of_changed_carts_without_an_answer_keep_no_other_form_open(DatabaseProvider provider)
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
    public async Task Buyers_whom_the_provider_does_not_forget_keep_nobody_else_from_being_forgotten(DatabaseProvider provider)
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

    [Theory, OnSqlite, OnPostgres]
    public async Task Forms_made_after_their_payment_was_given_up_and_not_answered_about_keep_no_other_form_open(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        await OpenAsync(counter, 6, pay: false);
        var payments = await counter.PaymentsAsync();
        await using var db = counter.Shop.Db();
        await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Abandoned).SetProperty(p => p.SessionReference, (string?)null));

        stubborn.UnionWith(payments.Take(4).Select(p => p.CustomerReference!));
        await counter.Shop.Get<PaymentSessions>().CloseOrphansAsync(default);

        var gateway = counter.Shop.Get<IPaymentGateway>();
        var forms = new List<SessionState>();
        foreach (var payment in payments)
            forms.Add((await gateway.GetSessionAsync(payment.SessionReference!, default)).State);
        Assert.Equal([SessionState.Open, SessionState.Open, SessionState.Open, SessionState.Open, SessionState.Expired, SessionState.Expired], forms);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_made_elsewhere_that_is_not_answered_about_keeps_no_other_from_being_looked_at(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        await OpenAsync(counter, 6, pay: true);
        // Paid on the same account and given back there: to the shop, which forgets its own rows of it, somebody else's.
        var gateway = counter.Shop.Get<IPaymentGateway>();
        var payments = await counter.PaymentsAsync();
        await using var db = counter.Shop.Db();
        foreach (var payment in payments)
        {
            await gateway.CreateRefundAsync(payment.Reference!, Guid.CreateVersion7(), payment.Amount, $"elsewhere-{payment.Id}", default);
            db.Add(new ForeignPayment
            {
                Provider = "stripe",
                SessionReference = $"elsewhere-{payment.SessionReference}",
                PaymentReference = payment.Reference,
                Amount = payment.Amount,
                Email = "guest@example.com",
                Environment = payment.Environment,
                PaidAt = payment.CreatedAt,
                FoundAt = payment.CreatedAt,
            });
        }

        await db.SaveChangesAsync();
        stubborn.UnionWith(payments.Take(4).Select(p => p.Reference!));
        await counter.Shop.Get<ForeignPayments>().LookAgainAsync(default);

        Assert.Equal(
            [ForeignState.Open, ForeignState.Open, ForeignState.Open, ForeignState.Open, ForeignState.Refunded, ForeignState.Refunded],
            await db.Set<ForeignPayment>().AsNoTracking().OrderBy(f => f.FoundAt).Select(f => f.State).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Addresses_that_the_provider_does_not_answer_about_keep_no_other_address_untold(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        await OpenAsync(counter, 6, pay: true);
        var customers = counter.Shop.Get<CustomerService>();
        var payments = await counter.PaymentsAsync();
        foreach (var payment in payments)
        {
            await customers.MakeDefaultAsync(payment.CustomerId, Assert.Single(await customers.AddressesAsync(payment.CustomerId, default)).Id, default);
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var due = await customers.AddressSyncDueAsync(10, default);
        Assert.Equal(6, due.Count);
        stubborn.UnionWith(due.Take(4).Select(d => payments.Single(p => p.CustomerId == d.Customer).CustomerReference!));
        await counter.Shop.RunOnceAsync<CustomerAddressWorker>();

        Assert.Equal(due.Take(4).Select(d => d.Customer), (await customers.AddressSyncDueAsync(10, default)).Select(d => d.Customer));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changes_of_subscriptions_without_an_answer_keep_no_other_change_waiting(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = Counter(database);
        await using var db = counter.Shop.Db();
        var category = Make.Category("Coffee");
        var product = Make.Product(category, "Coffee post", 1400, 50);
        product.Variants[0].Recurrence = Recurrence.EveryMonth;
        product.Refresh();
        db.AddRange(category, product);
        await db.SaveChangesAsync();
        for (var i = 0; i < 6; i++)
        {
            var buyer = await counter.BuyerAsync();
            await counter.PayAsync(Assert.IsType<CheckoutStart.Ready>(
                await counter.Checkout.SubscribeAsync(buyer, Make.Address(), product.Variants[0].Sku, product.Variants[0].Price, default)));
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await counter.DeliverAsync();
        var subscriptions = await db.Subscriptions.AsNoTracking().OrderBy(s => s.CreatedAt).ToListAsync();
        Assert.Equal(6, subscriptions.Count);
        foreach (var subscription in subscriptions)
        {
            await SubscriptionCommands.RecordAsync(db, subscription.Id, SubscriptionVerb.Pause, "eve", counter.Clock.GetUtcNow().UtcDateTime, default);
            await db.SaveChangesAsync();
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        stubborn.UnionWith(subscriptions.Take(4).Select(s => s.Reference));
        await counter.Shop.Get<SubscriptionCommands>().SendDueAsync(default);

        Assert.Equal(
            [.. Enumerable.Repeat(SubscriptionCommandState.Pending, 4), .. Enumerable.Repeat(SubscriptionCommandState.Done, 2)],
            await db.Set<SubscriptionCommand>().AsNoTracking().OrderBy(c => c.CreatedAt).Select(c => c.State).ToListAsync());
    }

    private Counter Counter(TestDatabase database) => new(database, configure: services =>
    {
        Silence<IPaymentGateway>(services);
        Silence<ICardGateway>(services);
        Silence<ISubscriptionGateway>(services);
    });

    private void Silence<T>(IServiceCollection services)
        where T : class
    {
        var real = services.Last(s => s.ServiceType == typeof(T)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(s => Stubborn<T>.Before((T)real(s), stubborn)));
    }

    /// <summary>So many buyers with a form each; the orders' numbers.</summary>
    private static async Task<List<string>> OpenAsync(Counter counter, int buyers, bool pay)
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
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

    /// <summary>The provider, which does not answer to what concerns a few of its objects; all else it does.</summary>
#pragma warning disable CA1852 // The proxy itself is made of it while the test runs.
    private class Stubborn<T> : DispatchProxy
#pragma warning restore CA1852
        where T : class
    {
        private static readonly HashSet<string> deaf = new(StringComparer.Ordinal)
        {
            nameof(IPaymentGateway.ExpireSessionAsync), nameof(IPaymentGateway.CreateRefundAsync), nameof(IPaymentGateway.DeleteCustomerAsync),
            nameof(IPaymentGateway.FindSessionAsync), nameof(IPaymentGateway.GetPaymentAsync), nameof(ICardGateway.KeepAddressAsync),
            nameof(ISubscriptionGateway.ChangeSubscriptionAsync),
        };

        private T inner = null!;
        private HashSet<string> references = null!;

        public static T Before(T inner, HashSet<string> references)
        {
            var proxy = Create<T, Stubborn<T>>();
            var stubborn = (Stubborn<T>)(object)proxy;
            (stubborn.inner, stubborn.references) = (inner, references);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            deaf.Contains(targetMethod!.Name) && args?[0] is string reference && references.Contains(reference)
                ? throw new PaymentGatewayException(GatewayProblem.Unavailable, "No answer.")
                : targetMethod.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
