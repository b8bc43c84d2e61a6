using System.Collections.Concurrent;
using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Payments.StripeGateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// The whole shop in this process, on a database of its own, with its emails and its sandbox in a folder of its own:
/// <code>
/// await using var shop = new ShopApp { Clock = new FakeTimeProvider(DateTimeOffset.UtcNow), Settings = { ["Shop:Name"] = "Kiosk" } };
/// </code>
/// Set what you need before the first use. Nothing leaves the process: calls to the payment provider and its webhooks go to
/// this server. SQLite waits as a server does (<see cref="TrulyWaits"/>). Workers stand still unless <see cref="Workers"/> says otherwise: call <see cref="RunOnceAsync{TWorker}"/>.
/// </summary>
public class ShopApp : WebApplicationFactory<Program>
{
    public const string StaffEmail = "staff@shop.example";

    private readonly TestFolder folder = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> hired = new(StringComparer.Ordinal);

    public string Environment { get; init; } = "Testing";

    /// <summary>Configuration, by key with colons; wins over what <see cref="ShopApp"/> sets itself. Null unsets.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What <c>Catalog:Seed</c> is: <c>None</c>, <c>Demo</c> or a number.</summary>
    public string Seed { get; init; } = "None";

    /// <summary>The shop's clock; null: the real one. Begin near the real time, as browsers and cookie jars keep their own.</summary>
    public FakeTimeProvider? Clock { get; init; }

    /// <summary>Whether background work runs by itself.</summary>
    public bool Workers { get; init; }

    /// <summary>SQLite waits as a server does. False is for benchmarks: waiting on other threads costs processor time that no shop spends.</summary>
    public bool TrulyWaits { get; init; } = true;

    /// <summary>A database to use instead of a fresh SQLite file; it is not disposed with the shop.</summary>
    public TestDatabase? Database { get; init; }

    /// <summary>Whether there is somebody who works here: <see cref="VisitAsStaffAsync"/> signs them in.</summary>
    public bool Staffed { get; init; }

    /// <summary>Last word on the services.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    public LogRecorder Log { get; } = new();

    /// <summary>Files of this instance: <c>shop.db</c>, <c>sandbox.db</c>, <c>email/</c>.</summary>
    public string Folder => folder.Path;

    public string MailFolder => folder.File("mail");

    public TimeProvider Time => Services.GetRequiredService<TimeProvider>();

    /// <summary>A context of the shop's own making; dispose it.</summary>
    public ShopDbContext Db() => Services.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContext();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Somebody with a browser without scripts: cookies, no automatic redirects.</summary>
    public Visitor Visit() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true }));

    /// <summary>A member of the staff, logged in. Needs <see cref="Staffed"/>.</summary>
    public async Task<Visitor> VisitAsStaffAsync()
    {
        var visitor = Visit();
        await visitor.LogInAsync(StaffEmail);
        return visitor;
    }

    /// <summary>A member of the staff as an open page knows them: the account is made when first asked for.</summary>
    public async Task<ClaimsPrincipal> StaffAsync(string email = Staff.Eve)
    {
        await hired.GetOrAdd(email, e => new Lazy<Task>(async () =>
        {
            await using var db = Db();
            await db.HireAsync(e);
        })).Value;
        return Staff.Login(email);
    }

    /// <summary>One pass of a worker, whether or not it is registered to run by itself.</summary>
    public async Task RunOnceAsync<TWorker>(CancellationToken ct = default)
        where TWorker : PeriodicWorker
    {
        var worker = Services.GetService<TWorker>() ?? Services.GetServices<IHostedService>().OfType<TWorker>().FirstOrDefault();
        if (worker is not null)
        {
            await worker.RunOnceAsync(ct);
            return;
        }

        using var made = ActivatorUtilities.CreateInstance<TWorker>(Services);
        await made.RunOnceAsync(ct);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environment);
        foreach (var (key, value) in Defaults())
        {
            if (!Settings.ContainsKey(key))
                builder.UseSetting(key, value);
        }

        foreach (var (key, value) in Settings.Where(s => s.Value is not null))
            builder.UseSetting(key, value);
        // Only Development finds the project's static files by itself.
        builder.UseStaticWebAssets();
        builder.ConfigureLogging(logging =>
        {
            // Who asks what was said asks the recorder: nobody reads what a thousand shops write on one console.
            foreach (var console in logging.Services.Where(s => s.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
                logging.Services.Remove(console);
            logging.AddProvider(Log);
        });
        builder.ConfigureTestServices(Replace);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            folder.Dispose();
    }

    private Dictionary<string, string?> Defaults()
    {
        var file = folder.File("shop.db");
        if (Database is null && !Settings.ContainsKey("ConnectionStrings:Shop") && !File.Exists(file))
            TestDatabase.CopyMigrated(file);
        return new Dictionary<string, string?>
        {
            ["Database:Provider"] = (Database?.Provider ?? DatabaseProvider.Sqlite).ToString(),
            ["ConnectionStrings:Shop"] = Database?.ConnectionString ?? new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString,
            ["Sandbox:Database"] = "Data Source=" + folder.File("sandbox.db"),
            ["Mail:Folder"] = MailFolder,
            // Every shop outside Development has an address.
            ["Shop:PublicUrl"] = "http://localhost",
            // The sandbox and the shop call each other by the address that was bound, whatever the public one is.
            ["AllowedHosts"] = "localhost;127.0.0.1;[::1]",
            ["Catalog:Seed"] = Seed,
            ["Payments:Mode"] = "Sandbox",
            // All visitors of a test come from one address.
            ["RateLimits:SignIn"] = "10000",
            ["RateLimits:Register"] = "10000",
            ["RateLimits:Search"] = "10000",
            ["Staff:Email"] = Staffed ? StaffEmail : "",
            ["Staff:Password"] = Staffed ? Visitor.Password : "",
        };
    }

    private void Replace(IServiceCollection services)
    {
        if (Clock is not null)
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            // Nobody moves this clock while a call to the provider waits to be tried again.
            services.Replace(ServiceDescriptor.Singleton(new StripePatience { RetryPause = TimeSpan.Zero, ConflictPause = TimeSpan.Zero }));
        }

        // The real number costs a tenth of a second each time; the settings' own tests look at it.
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000);
        if (!Workers)
        {
            foreach (var worker in services.Where(IsWorker).ToList())
                services.Remove(worker);
        }

        foreach (var client in new[] { "Stripe", "PaymentsSandbox" })
            services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(ThisServer);
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, PipelineOnFirstRequest>());
        if (TrulyWaits)
            services.ConfigureDbContext<SqliteShopDbContext>(options => options.AddInterceptors(TrueWaiting.Instance));
        Configure?.Invoke(services);
    }

    /// <summary>The sandbox is part of the shop: a call to it stays in the process, and so does its webhook.</summary>
    private static HttpMessageHandler ThisServer(IServiceProvider services) =>
        services.GetRequiredService<IServer>() is TestServer server ? server.CreateHandler() : new SocketsHttpHandler();

    private static bool IsWorker(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && !service.IsKeyedService
        // AddHostedService(s => s.GetRequiredService<T>()) says T only as the factory's result.
        && (service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? service.ImplementationFactory?.GetType().GenericTypeArguments[1])
            is { } type
        // Ours, the sandbox's deliveries among them: the provider speaks when a test says so.
        && typeof(BackgroundService).IsAssignableFrom(type)
        && type.Assembly == typeof(Program).Assembly;

    /// <summary>Building the pipeline with its endpoints is almost half of what a start costs; many a test never sends a request.</summary>
    private sealed class PipelineOnFirstRequest : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            var pipeline = new Lazy<RequestDelegate>(() =>
            {
                var whole = app.New();
                next(whole);
                return whole.Build();
            });
            app.Run(http => pipeline.Value(http));
        };
    }
}
