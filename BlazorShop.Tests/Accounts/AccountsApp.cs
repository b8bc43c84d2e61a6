using System.Collections.Concurrent;
using BlazorShop.Accounts;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Mail;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Accounts;

/// <summary>The whole shop on a database file of its own. Mails stay in the outbox, where tests read them.</summary>
public class AccountsApp : WebApplicationFactory<Program>
{
    private readonly Postbox postbox = new();
    private readonly string folder = Directory.CreateTempSubdirectory("blazorshop-accounts-").FullName;

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public Dictionary<string, string> Settings { get; } = [];

    public bool SlowHashes { get; init; }

    public Visitor Visit() => new(CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));

    public async Task<List<OutboxMessage>> MailsToAsync(string address)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContextAsync();
        return await db.OutboxMessages.AsNoTracking().Where(m => m.To == address).OrderBy(m => m.Id).ToListAsync();
    }

    /// <summary>The link of the last such email. A sent one has lost its link in the outbox: then it is read where it arrived.</summary>
    public async Task<string> LinkToAsync(string address, string subjectPart) =>
        TextOf((await MailsToAsync(address)).Last(m => m.Subject.Contains(subjectPart, StringComparison.Ordinal)))
            .Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal)).Replace("http://localhost", "", StringComparison.Ordinal);

    private string TextOf(OutboxMessage mail) => postbox.Arrived.TryGetValue(mail.Id, out var text) ? text : mail.Text;

    public async Task WithUsersAsync(Func<ShopUserManager, Task> act)
    {
        await using var scope = Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<ShopUserManager>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Shop", $"Data Source={Path.Combine(folder, "shop.db")}");
        builder.UseSetting("Catalog:Seed", "None");
        builder.UseSetting("RateLimits:SignIn", "100000");
        builder.UseSetting("RateLimits:Register", "100000");
        builder.UseSetting("Security:Key", Convert.ToBase64String(new byte[32]));
        builder.UseSetting("Staff:Email", "staff@shop.test");
        builder.UseSetting("Staff:Password", "seven staff kettles whistle");
        foreach (var (key, value) in Settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.ConfigureDbContext<SqliteShopDbContext>(options => options.AddInterceptors(TrueWaiting.Instance));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton<IMailTransport>(postbox));
            services.AddSingleton<IStartupFilter>(new StaffProbe());
            // The real number costs a tenth of a second each time; SettingsTests looks at it.
            if (!SlowHashes)
                services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A pooled connection may still hold the file; the temporary folder is cleaned by its owner.
        }
    }

    /// <summary>Takes every email.</summary>
    private sealed class Postbox : IMailTransport
    {
        public string Destination => "nowhere";

        /// <summary>The text of each email by its id.</summary>
        public ConcurrentDictionary<Guid, string> Arrived { get; } = new();

        public Task SendAsync(OutboxMessage mail, CancellationToken ct)
        {
            Arrived[mail.Id] = mail.Text;
            return Task.CompletedTask;
        }
    }

    /// <summary>An endpoint for staff, whatever pages the admin has or lacks.</summary>
    private sealed class StaffProbe : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseEndpoints(endpoints =>
            {
                endpoints.Map("/admin/probe", () => "the admin").RequireAuthorization(Policies.Staff);
                endpoints.Map("/members/probe", () => "members").RequireAuthorization(Policies.Staff);
            });
            next(app);
        };
    }
}
