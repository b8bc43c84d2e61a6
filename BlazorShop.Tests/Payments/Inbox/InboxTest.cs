using System.Collections.Concurrent;
using System.Reflection;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>The shop's inbox, and a provider that answers as a test says.</summary>
public abstract class InboxTest : IAsyncLifetime
{
    private readonly IPaymentGateway gateway = DispatchProxy.Create<IPaymentGateway, Provider>();
    private readonly List<IAsyncDisposable> shops = [];
    private TestDatabase? used;

    protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    protected Provider Stripe => (Provider)gateway;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var shop in shops)
            await shop.DisposeAsync();
    }

    protected TestDatabase Database() => used!;

    protected DateTime Now() => Clock.GetUtcNow().UtcDateTime;

    protected async Task<InboxEvent> GetAsync(string id)
    {
        await using var db = Database().CreateDbContext();
        return await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == id);
    }

    /// <summary>Another process of the shop, on the same database: all it shares with the others is what is stored.</summary>
    protected async Task<PaymentInbox> ShopAsync(DatabaseProvider kind, ILeaseKeeper? keeper = null)
    {
        if (used is null)
        {
            used = await TestDatabase.CreateAsync(kind);
            shops.Add(used);
        }

        var shop = new ShopApp
        {
            Clock = Clock,
            Database = used,
            Configure = services =>
            {
                services.Replace(ServiceDescriptor.Singleton(gateway));
                if (keeper is not null)
                    services.Replace(ServiceDescriptor.Singleton(keeper));
            },
        };
        shops.Insert(0, shop);
        return shop.Get<PaymentInbox>();
    }

    protected InboxEvent Event(string id, string? about = null, string type = "checkout.session.completed", DateTime? madeAt = null) => new()
    {
        Provider = "stripe",
        Id = id,
        Type = type,
        ObjectId = about,
        Payload = "{}"u8.ToArray(),
        Source = "webhook",
        CreatedAtProvider = madeAt,
        ReceivedAt = Now(),
        NextAt = Now(),
    };

    /// <summary>A provider that knows none of our sessions, in whatever way a test says.</summary>
    public class Provider : DispatchProxy
    {
        public ConcurrentQueue<string> Asked { get; } = [];

        public Func<string, CancellationToken, Task>? Answer { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IPaymentGateway.GetSessionAsync) => GetSessionAsync((string)args![0]!, (CancellationToken)args[1]!),
            "get_" + nameof(IPaymentGateway.Environment) => "sandbox",
            "get_" + nameof(IPaymentGateway.Provider) => StripeProvider.Instance,
            _ => throw new NotSupportedException(targetMethod.Name),
        };

        private async Task<PaymentSession> GetSessionAsync(string session, CancellationToken ct)
        {
            Asked.Enqueue(session);
            if (Answer is { } answer)
                await answer(session, ct);
            throw new PaymentGatewayException(GatewayProblem.NotFound, "No such session.");
        }
    }
}
