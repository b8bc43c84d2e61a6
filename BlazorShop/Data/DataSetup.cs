using BlazorShop.Data.Providers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

internal static class DataSetup
{
    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ILeaseKeeper, LeaseKeeper>();
        builder.Services.AddSingleton<Leases>();
        builder.Services.AddSingleton<Watermarks>();
        builder.Services.AddSingleton<Holds>();
        builder.Services.AddShopOptions();

        var options = ReadOptions(builder.Configuration);
        builder.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        var connection = ConnectionString(builder, options);
        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                builder.Services.AddShopContext<SqliteShopDbContext>(options.Provider, connection);
                break;
            case DatabaseProvider.SqlServer:
                builder.Services.AddShopContext<SqlServerShopDbContext>(options.Provider, connection);
                break;
            case DatabaseProvider.Postgres:
                builder.Services.AddShopContext<PostgresShopDbContext>(options.Provider, connection);
                break;
            default:
                throw new InvalidOperationException($"Database__Provider {options.Provider} is not one of Sqlite, SqlServer, Postgres.");
        }

        // Cookies, antiforgery tokens and circuit state outlive a restart and are good on every instance.
        builder.Services.AddDataProtection().SetApplicationName("BlazorShop").PersistKeysToDbContext<ShopDbContext>();
        builder.Services.AddSingleton<DatabaseHealth>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        builder.Services.AddSingleton<DatabasePreparation>();
        return builder;
    }

    /// <summary>Brings the database up to date (or checks that it is), then runs every feature's start-up task.</summary>
    public static Task PrepareDatabaseAsync(this WebApplication app) =>
        app.Services.GetRequiredService<DatabasePreparation>().RunAsync(app.Lifetime.ApplicationStopping);

    private static void AddShopContext<TContext>(this IServiceCollection services, DatabaseProvider provider, string connection)
        where TContext : ShopDbContext
    {
        services.AddDbContextFactory<TContext>(o => o.UseShopDatabase(provider, connection));
        services.AddSingleton<IDbContextFactory<ShopDbContext>, ContextFactoryAdapter<TContext>>();
        // Identity's stores and the key ring ask for a scoped context; nothing of ours does.
        services.AddScoped<ShopDbContext>(s => s.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContext());
    }

    private static DatabaseOptions ReadOptions(ConfigurationManager configuration)
    {
        var word = configuration["Database:Provider"];
        if (word is not null && !Enum.GetNames<DatabaseProvider>().Contains(word, StringComparer.OrdinalIgnoreCase))
            throw new InvalidOperationException($"Database__Provider is '{word}': set it to Sqlite, SqlServer or Postgres.");
        var migrate = configuration["Database:MigrateOnStart"];
        if (!string.IsNullOrEmpty(migrate) && !bool.TryParse(migrate, out _))
            throw new InvalidOperationException($"Database__MigrateOnStart is '{migrate}': set it to true or false.");
        return configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions();
    }

    private static string ConnectionString(WebApplicationBuilder builder, DatabaseOptions options)
    {
        var configured = builder.Configuration.GetConnectionString("Shop");
        if (options.Provider != DatabaseProvider.Sqlite)
        {
            return string.IsNullOrWhiteSpace(configured)
                ? throw new InvalidOperationException($"ConnectionStrings__Shop is empty: set it to the connection string of your {options.Provider} database.")
                : configured;
        }

        SqliteConnectionStringBuilder sqlite;
        try
        {
            sqlite = new SqliteConnectionStringBuilder(string.IsNullOrWhiteSpace(configured) ? "Data Source=App_Data/shop.db" : configured);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidOperationException("ConnectionStrings__Shop isn't a SQLite connection string: use Data Source=<file>, or set Database__Provider.", failure);
        }

        if (!Path.IsPathRooted(sqlite.DataSource) && sqlite.DataSource != ":memory:")
            sqlite.DataSource = Path.Combine(builder.Environment.ContentRootPath, sqlite.DataSource);
        if (Path.GetDirectoryName(sqlite.DataSource) is { Length: > 0 } folder)
            MakeFolder(folder);
        return sqlite.ToString();
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"ConnectionStrings__Shop keeps its SQLite file in {folder}, which can't be created: choose a folder that the shop can write to.", failure);
        }
    }
}
