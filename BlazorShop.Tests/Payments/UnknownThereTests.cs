using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Privacy;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Simulation;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorShop.Tests.Payments;

/// <summary>That the provider does not know something is an answer, and one row nobody can do anything about stops no other.</summary>
public sealed class UnknownThereTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_that_the_provider_does_not_know_is_looked_at_again_and_then_ends_and_its_goods_are_free(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, _) = await OpenAsync(counter);
        Forget(counter, SessionObject.Kind);
        counter.Clock.Advance(TimeSpan.FromHours(2));

        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal(PaymentState.Open, Assert.Single(await counter.PaymentsAsync()).State);
        counter.Clock.Advance(TimeSpan.FromSeconds(61));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        var payment = Assert.Single(await counter.PaymentsAsync());
        Assert.Equal((PaymentState.Expired, 0), (payment.State, (await counter.StockAsync(kettle)).Reserved));
        Assert.Equal(GivenUpBecause.FormUnknownThere, KindText.Read<GivenUpBecause>(payment.Problem)?.Kind);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_form_that_the_provider_knows_again_is_not_ended_by_a_look_of_long_ago()
    {
        await using var counter = new Counter();
        await OpenAsync(counter);
        var payment = Assert.Single(await counter.PaymentsAsync());
        var sync = counter.Shop.Get<PaymentSync>();

        Assert.False(await sync.UnknownAsync(payment.Id, default));
        await sync.SyncAsync(payment.SessionReference!, default);
        counter.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.False(await sync.UnknownAsync(payment.Id, default));
        Assert.Equal(PaymentState.Open, Assert.Single(await counter.PaymentsAsync()).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_changed_cart_whose_form_the_provider_does_not_know_is_paid_a_minute_later(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, buyer) = await OpenAsync(counter);
        Forget(counter, SessionObject.Kind);
        await counter.AddAsync(buyer, kettle);
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));

        counter.Clock.Advance(TimeSpan.FromSeconds(61));
        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        Assert.Equal([PaymentState.Expired, PaymentState.Paid], (await counter.PaymentsAsync()).Select(p => p.State));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_who_was_deleted_at_the_provider_is_made_again_and_the_form_opens(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, buyer) = await OpenAsync(counter);
        var before = Assert.Single(await counter.PaymentsAsync()).CustomerReference!;
        await counter.Shop.Get<IPaymentGateway>().DeleteCustomerAsync(before, default);
        await counter.AddAsync(buyer, kettle);
        counter.Clock.Advance(TimeSpan.FromSeconds(1));

        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();

        var paid = (await counter.PaymentsAsync())[^1];
        Assert.Equal(PaymentState.Paid, paid.State);
        Assert.NotEqual(before, paid.CustomerReference);
        await using var db = counter.Shop.Db();
        Assert.Equal(paid.CustomerReference, (await db.PaymentCustomers.SingleAsync()).Reference);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_deleted_name_that_a_killed_process_had_given_up_already_keeps_nobody_from_paying(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var meanwhile = new Meanwhile();
        await using var counter = Counter(database, meanwhile);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        meanwhile.IsSilent = true;
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        meanwhile.IsSilent = false;
        // Deleted there; a process forgot the name, and died before it had another.
        await counter.Shop.Get<IPaymentGateway>().DeleteCustomerAsync(Assert.Single(await counter.PaymentsAsync()).CustomerReference!, default);
        await using (var db = counter.Shop.Db())
            await db.PaymentCustomers.ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, (string?)null).SetProperty(c => c.IdempotencyKey, "customer-again"));
        counter.Clock.Advance(TimeSpan.FromSeconds(1));

        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();

        Assert.Equal([PaymentState.Abandoned, PaymentState.Paid], (await counter.PaymentsAsync()).Select(p => p.State));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_slow_tab_does_not_bring_a_deleted_name_back(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var meanwhile = new Meanwhile();
        await using var counter = Counter(database, meanwhile);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        var next = "";
        meanwhile.Do = async () =>
        {
            meanwhile.Do = () => Task.CompletedTask;
            next = await counter.Shop.Get<IPaymentGateway>().CreateCustomerAsync(buyer.Customer, buyer.Email, "customer-again", default);
            await using var db = counter.Shop.Db();
            await db.PaymentCustomers.ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, next).SetProperty(c => c.IdempotencyKey, "customer-again"));
        };

        await counter.OpenAsync(buyer);

        Assert.Equal(next, Assert.Single(await counter.PaymentsAsync()).CustomerReference);
        await using var after = counter.Shop.Db();
        Assert.Equal(next, (await after.PaymentCustomers.SingleAsync()).Reference);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_whom_the_provider_failed_to_make_is_asked_for_under_another_key(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        counter.Shop.Turn(Switches.ApiDown, on: true);
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        counter.Shop.Turn(Switches.ApiDown, on: false);
        // It remembers its error.
        counter.Shop.Get<SandboxStore>().Run(work => work.KeepAnswer($"customer-{buyer.Customer}", new StoredAnswer("any", 500, "{}")));

        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        Assert.Equal(PaymentState.Paid, Assert.Single(await counter.PaymentsAsync()).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_of_another_environment_ends_here_when_its_time_is_over(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, _) = await OpenAsync(counter);
        await using (var db = counter.Shop.Db())
            await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.Environment, "test"));

        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal(PaymentState.Open, Assert.Single(await counter.PaymentsAsync()).State);
        counter.Clock.Advance(TimeSpan.FromHours(2));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        var ended = Assert.Single(await counter.PaymentsAsync());
        Assert.Equal((PaymentState.Expired, 0), (ended.State, (await counter.StockAsync(kettle)).Reserved));
        Assert.Equal("OpenedElsewhere, test", KindText.Read<GivenUpBecause>(ended.Problem) is var (why, of) ? string.Join(", ", [why.ToString(), .. of]) : null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stubborn_payments_stop_no_other_and_stand_before_no_other_for_ever(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var stubborn = new HashSet<string>(StringComparer.Ordinal);
        await using var counter = new Counter(database, configure: services =>
        {
            var real = services.Last(s => s.ServiceType == typeof(IPaymentGateway)).ImplementationFactory!;
            services.Replace(ServiceDescriptor.Singleton<IPaymentGateway>(s => new Stubborn((IPaymentGateway)real(s), stubborn)));
        });
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var forms = new List<CheckoutStart.Ready>();
        for (var i = 0; i < 9; i++)
        {
            var buyer = await counter.BuyerAsync();
            await counter.AddAsync(buyer, kettle);
            forms.Add(await counter.OpenAsync(buyer));
            await counter.PayAsync(forms[i]);
            counter.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        counter.Clock.Advance(TimeSpan.FromHours(2));
        // Four in a row, one that can be read, three more, and one that can.
        stubborn.UnionWith(forms.Where((_, i) => i is not (4 or 8)).Select(f => f.Session.Reference));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal([4, 8], await PaidAsync());

        // Five at the front: the pass ends there, and the next one begins behind them.
        stubborn.Remove(forms[7].Session.Reference);
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal([4, 7, 8], await PaidAsync());

        async Task<IEnumerable<int>> PaidAsync()
        {
            var paid = (await counter.PaymentsAsync()).Where(p => p.State == PaymentState.Paid).Select(p => p.SessionReference).ToHashSet();
            return Enumerable.Range(0, forms.Count).Where(i => paid.Contains(forms[i].Session.Reference));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_buyer_who_was_erased_while_another_tab_was_paying_is_forgotten_there_too(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        await OpenAsync(counter);
        await OpenAsync(counter);
        await counter.Shop.RunOnceAsync<ErasureWorker>();
        await using var db = counter.Shop.Db();
        var names = await db.PaymentCustomers.AsNoTracking().OrderBy(c => c.CreatedAt).Select(c => c.CustomerId).ToListAsync();
        // As if the first one's name had been written just after the erasure had looked for it.
        await db.Customers.Where(c => c.Id == names[0]).ExecuteDeleteAsync();

        await counter.Shop.RunOnceAsync<ErasureWorker>();

        Assert.Equal([true, false], await db.PaymentCustomers.AsNoTracking().OrderBy(c => c.CreatedAt).Select(c => c.ForgottenAt != null).ToListAsync());
    }

    private static async Task<(VariantId Kettle, Buyer Buyer)> OpenAsync(Counter counter)
    {
        var (buyer, kettle, _) = await counter.AtFormAsync();
        counter.Clock.Advance(TimeSpan.FromSeconds(1));
        return (kettle, buyer);
    }

    private static Counter Counter(TestDatabase database, Meanwhile meanwhile) => new(database, configure: services =>
    {
        var real = services.Last(s => s.ServiceType == typeof(IPaymentGateway)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IPaymentGateway>(s => new Interrupted((IPaymentGateway)real(s), meanwhile)));
    });

    private static void Forget(Counter counter, string kind) =>
        counter.Shop.Get<SandboxStore>().Run(work => work.Command("DELETE FROM objects WHERE kind = $kind", ("$kind", kind)).ExecuteNonQuery());

    private sealed class Meanwhile
    {
        public Func<Task> Do { get; set; } = () => Task.CompletedTask;

        public bool IsSilent { get; set; }
    }

    /// <summary>Between the provider's answer about a buyer and the shop's hearing it, somebody else comes.</summary>
    private sealed class Interrupted(IPaymentGateway inner, Meanwhile meanwhile) : GatewayInFront(inner)
    {
        public override async Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct)
        {
            var made = await base.CreateCustomerAsync(customer, email, idempotencyKey, ct);
            await meanwhile.Do();
            return made;
        }

        public override Task UpdateCustomerAsync(string customerReference, string email, Address shipping, CancellationToken ct) =>
            meanwhile.IsSilent ? throw new PaymentGatewayException(GatewayProblem.Unavailable, "No answer.") : base.UpdateCustomerAsync(customerReference, email, shipping, ct);
    }

    /// <summary>Answers nothing about some forms; its lists do not answer at all.</summary>
    private sealed class Stubborn(IPaymentGateway inner, HashSet<string> forms) : GatewayInFront(inner)
    {
        public override Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) =>
            forms.Contains(sessionReference) ? throw Silent() : base.GetSessionAsync(sessionReference, ct);

        public override IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct) => throw Silent();

        public override IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct) => throw Silent();

        private static PaymentGatewayException Silent() => new(GatewayProblem.Unavailable, "No answer.");
    }
}
