using BlazorShop.Accounts;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Assurance;
using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Pricing;
using BlazorShop.Privacy;
using BlazorShop.Subscriptions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BlazorShop.Tests.Simulation;

/// <summary>One running process of the shop: its real services over the schedule's database, until it is killed.</summary>
internal sealed class ShopProcess
{
    private readonly ServiceProvider services;

    public ShopProcess(Universe universe, int number)
    {
        Number = number;
        services = Wire(universe).BuildServiceProvider();
    }

    /// <summary>Which of the schedule's processes; a restart keeps the number.</summary>
    public int Number { get; }

    public bool IsDead { get; set; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public void MustLive()
    {
        if (IsDead)
            throw new SimulatedCrashException();
    }

    /// <summary>The one place that says what a process consists of.</summary>
    private ServiceCollection Wire(Universe universe)
    {
        var shop = new ServiceCollection();
        var seeded = universe.Seeded;
        shop.AddSingleton(universe.Weather.ClockOf(Number));
        shop.AddOptions<ShopOptions>();
        shop.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        shop.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        shop.AddSingleton<IDbContextFactory<ShopDbContext>>(new GatedContexts(universe, this));
        var gateway = new SimulatedGateway(universe, this);
        shop.AddSingleton(seeded is null ? gateway : seeded.Gateway(gateway, universe));
        shop.AddSingleton(seeded is null ? gateway : seeded.Subscriptions(gateway, universe));
        shop.AddSingleton<IPaymentProvider>(StripeProvider.Instance);
        shop.AddSingleton(new PaymentsOptions());
        shop.AddSingleton(CardRules.Default);
        shop.AddSingleton(FormSettings.Default);
        shop.AddSingleton(new DeliverySettings(AddressIn.Shop));
        // With the shop's own limits buyers would soon be told to come back tomorrow, and pay no more.
        shop.AddSingleton(universe.Seed % 4 == 0 ? new HoldingLimits() : new HoldingLimits(99, 1000, 1000, 1000));
        shop.AddSingleton<ICardGateway, NoCards>();
        shop.AddSingleton<SavedCards>();

        // Real, but on contexts that nothing disturbs: it only reads, and a gate in it would change every schedule.
        shop.AddSingleton<IStaffAccounts>(s => new StaffAccounts(
            new QuietContexts(universe),
            new StaffSecondFactor(Options.Create(new StaffFactorOptions { RequireSecondFactor = false }), null!),
            Options.Create(new IdentityOptions()),
            universe.Clock));
        shop.AddSingleton<StaffGuard>();

        shop.AddSingleton<IPriceRule, ItemPrices>();
        shop.AddSingleton<PriceCalculator>();
        shop.AddSingleton<CartService>();
        shop.AddSingleton<OfferService>();
        shop.AddSingleton<StockService>();
        shop.AddSingleton<IHold>(s => s.GetRequiredService<StockService>());
        shop.AddSingleton<Holds>();
        shop.AddSingleton<CustomerService>();
        shop.AddSingleton<OrderService>();
        shop.AddSingleton<OrderStatusFeed>();

        shop.AddSingleton<IMailTransport>(new SimulatedPost(universe, this));
        shop.AddSingleton<OutboxWorker>();
        shop.AddTexts();
        shop.AddSingleton<LetterRenderer>();
        shop.AddSingleton<ShopMail>();
        shop.AddSingleton<IShopMail>(s => seeded is null ? s.GetRequiredService<ShopMail>() : seeded.Mail(s.GetRequiredService<ShopMail>()));
        shop.AddSingleton<IReaderLanguages, EnglishReaders>();
        shop.AddSingleton<StaffNoticeWorker>();
        shop.AddSingleton<IStaffNotices, StaffNotices>();

        shop.AddSingleton<StripeEventReader>();
        shop.AddSingleton<IInboxReader>(s => new WatchedReader(
            seeded is null ? s.GetRequiredService<StripeEventReader>() : seeded.Reader(s.GetRequiredService<StripeEventReader>(), universe), universe));
        shop.AddSingleton<PaymentSync>();
        shop.AddSingleton<PaymentSessions>();
        shop.AddSingleton<ShopInstance>();
        shop.AddSingleton<Watermarks>();
        shop.AddSingleton<ILeaseKeeper, NoRenewals>();
        shop.AddSingleton<Leases>();
        shop.AddSingleton<Alarms>();
        shop.AddSingleton<BlazorShop.Payments.Foreign.ForeignPayments>();
        shop.AddSingleton<BlazorShop.Payments.Foreign.IForeignOrders, NothingForeign>();
        shop.AddSingleton<Reconciler>();
        shop.AddSingleton<Ledger>();
        shop.AddSingleton<RefundRequests>();
        shop.AddSingleton<RefundService>();
        shop.AddSingleton<DisputeService>();
        shop.AddSingleton<SubscriptionOutcomes>();
        shop.AddSingleton<ISubscriptionListener>(s => seeded is null ? s.GetRequiredService<SubscriptionOutcomes>() : seeded.Subscriptions(s.GetRequiredService<SubscriptionOutcomes>(), universe));
        shop.AddSingleton<ISubscriptionRecords, SubscriptionRecords>();
        shop.AddSingleton<RecurringPayments>();
        shop.AddSingleton<SubscriptionSync>();
        shop.AddSingleton<SubscriptionCommands>();
        shop.AddSingleton<ISubscriptionCommands>(s => s.GetRequiredService<SubscriptionCommands>());
        shop.AddSingleton<IInboxHandler, SubscriptionInbox>();
        shop.AddSingleton<IReconciled, PaidInvoices>();
        shop.AddSingleton<IInboxStore>(new StoreOnThisThread(universe, this));
        shop.AddSingleton<InboxSync>();
        shop.AddSingleton<PaymentInbox>();
        shop.AddSingleton<InboxWorker>();
        shop.AddSingleton<SilentPayments>();
        shop.AddSingleton<MissedEvents>();
        shop.AddSingleton<ReconciliationWorker>();

        shop.AddSingleton<CheckoutService>();
        shop.AddSingleton<CheckoutReturns>();
        shop.AddSingleton<PaymentOutcomes>();
        shop.AddSingleton<IPaymentListener>(s => new CountedListener(
            seeded is null
                ? s.GetRequiredService<PaymentOutcomes>()
                : seeded.Listener(s.GetRequiredService<PaymentOutcomes>(), s.GetRequiredService<StockService>(), s.GetRequiredService<IPaymentGateway>()),
            universe));
        shop.AddSingleton<ReservationWorker>();
        shop.AddSingleton<FulfilmentService>();
        shop.AddSingleton<SubscriptionService>();
        shop.AddSingleton<SubscriptionAdmin>();
        shop.AddSingleton<BuyerRecords>();
        shop.AddSingleton<ErasureWorker>();
        shop.AddSingleton<ICustomerRegister>(s => s.GetRequiredService<CustomerService>());
        shop.AddSingleton<IPersonalData, CustomerPersonalData>();
        shop.AddSingleton<OrderPersonalData>();
        shop.AddSingleton<IPersonalData>(s => s.GetRequiredService<OrderPersonalData>());
        shop.AddSingleton<IErasureRest>(s => s.GetRequiredService<OrderPersonalData>());
        shop.AddSingleton<PaymentPersonalData>();
        shop.AddSingleton<IPersonalData>(s => s.GetRequiredService<PaymentPersonalData>());
        shop.AddSingleton<IErasureRest>(s => s.GetRequiredService<PaymentPersonalData>());
        shop.AddSingleton<IPersonalData, SubscriptionPersonalData>();
        shop.AddSingleton<IPersonalData, CartPersonalData>();
        shop.AddSingleton<IPersonalData, MailPersonalData>();
        shop.AddSingleton<Erasure>();
        shop.AddSingleton<Invariants>();
        return shop;
    }

    private sealed class QuietContexts(Universe universe) : IDbContextFactory<ShopDbContext>
    {
        public ShopDbContext CreateDbContext() => universe.Look();
    }

    /// <summary>Nobody in these schedules sells on the shop's account but the shop.</summary>
    private sealed class NothingForeign : BlazorShop.Payments.Foreign.IForeignOrders
    {
        public Task<BlazorShop.Payments.Foreign.ForeignOrder> PlaceAsync(
            ShopDbContext db, PaymentId payment, PaymentSession session, BlazorShop.Payments.Foreign.ForeignBasket basket, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>One thread has no time for them: whoever is slow loses the lease, which must do no harm.</summary>
    private sealed class EnglishReaders : IReaderLanguages
    {
        public Task<Language> OfAsync(string email, CancellationToken ct) => Task.FromResult(Languages.Neutral);
    }

    private sealed class NoRenewals : ILeaseKeeper, IAsyncDisposable
    {
        public IAsyncDisposable Keep(Func<CancellationToken, Task> renew) => this;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Nobody in these schedules saves a card but for a subscription.</summary>
    private sealed class NoCards : ICardGateway
    {
        public Task<IReadOnlyList<SavedCard>> CardsAsync(string customerReference, CancellationToken ct) => Task.FromResult<IReadOnlyList<SavedCard>>([]);

        public Task<string?> OwnerOfCardAsync(string cardReference, CancellationToken ct) => Task.FromResult<string?>(null);

        public Task<CardForm> OpenCardFormAsync(CardFormRequest request, CancellationToken ct) => throw new NotSupportedException();

        public Task ShowAgainAsync(string cardReference, DateTimeOffset agreedAt, CancellationToken ct) => throw new NotSupportedException();

        public Task<CardForm> GetCardFormAsync(string formReference, CancellationToken ct) => Task.FromResult(new CardForm { Reference = formReference, IsComplete = true });

        public Task MakeDefaultCardAsync(string customerReference, string cardReference, CancellationToken ct) => throw new NotSupportedException();

        public Task RemoveCardAsync(string cardReference, CancellationToken ct) => throw new NotSupportedException();

        public Task KeepAddressAsync(string customerReference, BlazorShop.Common.Address? address, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>Notes which events are being applied, so that two at once are seen.</summary>
    private sealed class WatchedReader(IInboxReader inner, Universe universe) : IInboxReader
    {
        public InboxHint Read(InboxEvent stored)
        {
            // Read without a lease as well, to see whether it means anything.
            if (stored.LeaseUntil > universe.Clock.GetUtcNow().UtcDateTime)
            {
                universe.Trace($"  applies {stored.Id} {stored.Type} {stored.ObjectId}");
                universe.Applies(stored.Id, stored.Attempts);
            }

            return inner.Read(stored);
        }
    }

    /// <summary>Counts what payments meant.</summary>
    private sealed class CountedListener(IPaymentListener inner, Universe universe) : IPaymentListener
    {
        public Task<PaymentVerdict> ApplyAsync(ShopDbContext db, PaymentEvent happened, CancellationToken ct)
        {
            var what = happened is PaymentEvent.Stuck stuck ? $"told Stuck {stuck.Still}" : "told " + happened.GetType().Name;
            universe.Reach.Note(what);
            universe.Trace($"  {what} {happened.Payment.SessionReference}");
            return inner.ApplyAsync(db, happened, ct);
        }

        public Task RestoreAsync(ShopDbContext db, PaymentRequest lost, DateTime placedAt, CancellationToken ct)
        {
            universe.Reach.Note("told Restore");
            return inner.RestoreAsync(db, lost, placedAt, ct);
        }

        public void Committed(Payment payment) => inner.Committed(payment);
    }
}
