using BlazorShop.Accounts;
using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Customers;
using BlazorShop.Data.Conventions;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Subscriptions;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;

namespace BlazorShop.Data;

/// <summary>
/// The shop's tables. One sealed subclass per provider carries that provider's migrations; features ask for
/// <c>IDbContextFactory&lt;ShopDbContext&gt;</c> and never learn which one they got. Mappings sit beside their entities.
/// </summary>
public abstract class ShopDbContext(DbContextOptions options) : IdentityDbContext<ShopUser>(options), IDataProtectionKeyContext
{
    private static readonly IServiceProvider identity = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    public DbSet<Category> Categories => Set<Category>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<ProductVariant> Variants => Set<ProductVariant>();

    public DbSet<StockItem> StockItems => Set<StockItem>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<Cart> Carts => Set<Cart>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<PaymentCustomer> PaymentCustomers => Set<PaymentCustomer>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<InboxEvent> InboxEvents => Set<InboxEvent>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Identity reads its schema version from the application's services; where those do not say the right one (`dotnet ef`, a
    /// context made by hand) the passkey table would silently be missing, and EF keeps the model for the whole process.
    /// </summary>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        base.OnConfiguring(optionsBuilder);
        var services = optionsBuilder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider;
        if (services?.GetService<IOptions<IdentityOptions>>()?.Value.Stores.SchemaVersion != IdentitySchemaVersions.Version3)
            optionsBuilder.UseApplicationServiceProvider(identity);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ShopDbContext).Assembly);
        Folding.Map(builder, this);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.UseShopConventions();
    }
}
