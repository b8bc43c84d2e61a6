using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using BlazorShop.Accounts;
using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Admin;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// A shop in which something of every kind is there to look at, and what there is to ask of it, found by reflection: its endpoints, what stands in their
/// paths and queries. For tests that ask everything. On SQLite every command truly waits.
/// </summary>
internal sealed class SweptShop : IAsyncDisposable
{
    public const string CustomerEmail = "ada@shop.test";

    private readonly Dictionary<string, string> there = new(StringComparer.OrdinalIgnoreCase);

    private SweptShop(TestDatabase database) => Shop = new ShopServer
    {
        Database = database,
        Workers = false,
        Seed = "Demo",
        Staffed = true,
        Settings = { ["RateLimits:CartAdds"] = "10000" },
    };

    /// <summary>On a port: what is odd about a request is the server's to see, too.</summary>
    public ShopServer Shop { get; }

    /// <summary>What stands in a query where something is there, by name.</summary>
    public Dictionary<string, string> Real { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Asked> Endpoints { get; private set; } = [];

    /// <summary>Every name that anybody reads from a query.</summary>
    public IReadOnlyList<string> QueryNames { get; private set; } = [];

    /// <summary>The secret key of the sandbox, for its API.</summary>
    public string ProviderKey => Shop.Get<StripeOptions>().SecretKey;

    public VariantId Variant { get; private set; }

    public static async Task<SweptShop> CreateAsync(TestDatabase database)
    {
        var swept = new SweptShop(database);
        await swept.FillAsync();
        swept.Read();
        return swept;
    }

    /// <summary>Somebody without an account, with something in the cart.</summary>
    public async Task<Visitor> GuestAsync(CookieContainer? cookies = null)
    {
        var guest = Visit(cookies);
        using var added = await guest.SubmitAsync("/products/" + there["/products/{Slug}"], new Dictionary<string, string>(), "form[action$='/cart/add']");
        return guest;
    }

    /// <summary>Who bought, subscribed, and has a card, a passkey and something in the cart.</summary>
    public async Task<Visitor> CustomerAsync(CookieContainer? cookies = null)
    {
        var customer = Visit(cookies);
        await customer.LogInAsync(CustomerEmail);
        return customer;
    }

    public async Task<Visitor> StaffAsync(CookieContainer? cookies = null)
    {
        var staff = Visit(cookies);
        await staff.LogInAsync(ShopApp.StaffEmail);
        return staff;
    }

    private Visitor Visit(CookieContainer? cookies) => new(
        new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = Shop.Address });

    /// <summary>
    /// What the log may not hold after any request, however odd: lines of failures nobody handled. That a token was garbled is the framework's own way of
    /// saying that it refused it.
    /// </summary>
    /// <param name="before">How many lines there were when the requests began.</param>
    public IEnumerable<LogLine> Complaints(int before) => Shop.Log.Lines.Skip(before).Where(l =>
        l.Level >= LogLevel.Error && !l.Category.StartsWith("Microsoft.AspNetCore.Antiforgery", StringComparison.Ordinal) || l.ToString().Contains("while expecting ReadyForQuery", StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await Shop.DisposeAsync();

    private async Task FillAsync()
    {
        using (var visitor = Visit(null))
            await visitor.RegisterAsync(CustomerEmail);
        string user;
        Product product;
        await using (var db = Shop.Db())
        {
            user = (await db.Users.SingleAsync(u => u.Email == CustomerEmail)).Id;
            product = await db.Products.Include(p => p.Variants).FirstAsync(p => p.Slug == "round-teapot");
        }

        Variant = product.Variants[0].Id;
        var customer = await Shop.Get<CustomerService>().ForUserAsync(user, default);
        var buyer = Buying.As(customer, CustomerEmail);
        await Shop.AddToCartAsync(buyer, Variant);
        var order = (await Shop.PayAsync(await Shop.OpenAsync(buyer))).Number;
        ProductVariant coffee;
        await using (var db = Shop.Db())
            coffee = await db.Variants.Include(v => v.Stock).FirstAsync(v => v.Recurrence != null && v.Stock.OnHand > 0);
        await Shop.PayAsync(Assert.IsType<CheckoutStart.Ready>(
            await Shop.Get<CheckoutService>().SubscribeAsync(buyer, Make.Address(), coffee.Sku, coffee.Price, default)));
        await Shop.AddToCartAsync(buyer, Variant);
        await using (var scope = Shop.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
            var passkey = new UserPasskeyInfo([1, 2, 3, 4], [1], DateTimeOffset.UtcNow, 0, [], true, true, true, [1], [1]) { Name = "My laptop" };
            Assert.True((await users.AddOrUpdatePasskeyAsync((await users.FindByIdAsync(user))!, passkey)).Succeeded);
        }

        await using (var db = Shop.Db())
        {
            there["/products/{Slug}"] = product.Slug;
            there["/orders/{Number}"] = there["/admin/orders/{Number}"] = there["/orders/{number}/receipt.pdf"] = order;
            there["/subscriptions/{Key}"] = (await db.Subscriptions.SingleAsync()).Id.Value.ToString("D");
            there["/admin/customers/{Id:guid}"] = customer.Value.ToString();
            there["/admin/payments/events/{Id}"] = (await db.InboxEvents.FirstAsync()).Id;
        }

        Real["q"] = "tea";
        Real["page"] = "1";
        Real["variant"] = Variant.Value.ToString();
        Real["UserId"] = user;
        Real["Email"] = "new@shop.test";
        Real["Code"] = "YWJj";
        Real["ReturnUrl"] = "/cart";
        Real["Subscribe"] = coffee.Sku;
        Real["Step"] = "payment";
        Real["session_id"] = Thing("checkout.session");
        there["/Account/Manage/RenamePasskey/{Id}"] = "AQIDBA";
        there["/Account/Manage/Cards/{Card}/Remove"] = Thing("payment_method");
        there["/sandbox/checkout/{id}"] = there["/sandbox/checkout/{id}/state"] = Thing("checkout.session");
    }

    private string Thing(string kind) => Shop.Get<SandboxStore>().Run(work => work.All(kind).First()["id"]!.GetValue<string>());

    private void Read()
    {
        var components = typeof(Program).Assembly.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t)).ToList();
        // A component that is no page stands on any.
        var everywhere = components.Where(c => c.GetCustomAttribute<RouteAttribute>() is null).SelectMany(Queries).ToList();
        Endpoints =
        [
            .. Shop.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .Select(e =>
                {
                    var page = e.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
                    var template = "/" + e.RoutePattern.RawText!.TrimStart('/');
                    return new Asked(
                        template,
                        [.. e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]],
                        page,
                        [.. e.RoutePattern.Parameters.Select(p => p.Name)],
                        there.GetValueOrDefault(template),
                        [.. page is not null ? Queries(page).Concat(everywhere).Distinct(StringComparer.OrdinalIgnoreCase) : Arguments(e)]);
                }),
        ];
        QueryNames = [.. components.SelectMany(Queries).Concat(Endpoints.SelectMany(e => e.Queries)).Concat(["limit", "starting_after", "expand[]", "_", ""]).Distinct(StringComparer.OrdinalIgnoreCase)];
        var pages = components.SelectMany(c => c.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).ToList();
        Assert.Empty(pages.Except(Endpoints.Select(e => e.Template)));
    }

    private static IEnumerable<string> Queries(Type? component)
    {
        for (; component is not null && component != typeof(object); component = component.BaseType)
        {
            foreach (var property in component.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is { } query)
                    yield return query.Name ?? property.Name;
            }
        }
    }

    private static IEnumerable<string> Arguments(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .Where(p => p.Name is not null && endpoint.RoutePattern.GetParameter(p.Name) is null)
            .Where(p => (Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType) is { } type && (type == typeof(string) || type.IsPrimitive || type == typeof(Guid)))
            .Select(p => p.Name!);

    /// <summary>An endpoint, and what can be asked of it.</summary>
    /// <param name="There">What stands in its path where something is there; null where it has no parameter, or nobody knows.</param>
    public sealed record Asked(string Template, string[] Methods, Type? Page, string[] Parameters, string? There, string[] Queries)
    {
        /// <summary>The path with this in its parameters.</summary>
        public string Path(string value)
        {
            var path = new System.Text.StringBuilder();
            for (var at = 0; at < Template.Length; at++)
            {
                if (Template[at] != '{')
                {
                    path.Append(Template[at]);
                    continue;
                }

                path.Append(value);
                at = Template.IndexOf('}', at);
            }

            return path.ToString();
        }

        public override string ToString() => Template;
    }
}

/// <summary>One such shop on each database, for the classes of one collection.</summary>
public sealed class SweptShops : IAsyncLifetime
{
    private readonly Databases databases = new();
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<SweptShop>>> made = new();

    internal Task<SweptShop> GetAsync(DatabaseProvider provider) =>
        made.GetOrAdd(provider, p => new Lazy<Task<SweptShop>>(async () => await SweptShop.CreateAsync(await databases.GetAsync(p)))).Value;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var shop in made.Values.Where(s => s.Value.IsCompletedSuccessfully))
            await (await shop.Value).DisposeAsync();
        await ((IAsyncLifetime)databases).DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class SweptShopTests : ICollectionFixture<SweptShops>
{
    public const string Name = "Swept shops";
}
