using BlazorShop.Common;
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
        builder.Services.AddOptions<ShopOptions>().BindConfiguration("Shop")
            .Validate(
                o => o.Currency.Length == 3 && o.Currency.All(char.IsAsciiLetterUpper),
                "Shop__Currency must be an ISO 4217 code in capitals, such as EUR.")
            .Validate(
                o => o.Currency.Length != 3 || !o.Currency.All(char.IsAsciiLetterUpper) || KnownCodes.IsCurrency(o.Currency),
                "Shop__Currency isn't a currency that payments can be taken in: set it to an ISO 4217 code such as EUR, USD or JPY.")
            .Validate(
                o => o.Countries.Count > 0 && o.Countries.All(c => c.Length == 2 && c.All(char.IsAsciiLetterUpper)),
                "Shop__ShippingCountries must list ISO two-letter codes, separated by commas, such as FR,DE.")
            .Validate(
                o => o.Countries.All(c => c.Length != 2 || KnownCodes.IsCountry(c)),
                "Shop__ShippingCountries contains a country that the payment form can't ship to: use ISO codes such as FR,DE, and GB for the United Kingdom.")
            .Validate(
                o => !Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) || url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" } && !o.PublicUrl.AsSpan().ContainsAny('?', '#'),
                "Shop__PublicUrl must end after the host: remove the path, query and fragment, as in https://shop.example.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.PublicUrl) || Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
                "Shop__PublicUrl must be an absolute http or https address, such as https://shop.example.")
            .Validate<IHostEnvironment>(
                (o, environment) => !string.IsNullOrWhiteSpace(o.PublicUrl) || environment.IsDevelopmentOrDemo(),
                "Shop__PublicUrl is empty: set it to the address that customers use, such as https://shop.example.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.StaffEmail) || o.StaffEmail.Count(c => c == '@') == 1 && !o.StaffEmail.Trim().Any(c => char.IsWhiteSpace(c) || c is ',' or ';'),
                "Shop__StaffEmail must be one email address, such as orders@shop.example.")
            .Validate(
                o => Theme.IsColour(o.Accent),
                "Shop__Accent must be a colour in six digits, such as #2f5d4f.")
            .Validate(
                o => Enum.GetNames<Corners>().Contains(o.Corners),
                "Shop__Corners must be Square, Rounded or Pill.")
            .Validate(
                o => Enum.GetNames<HeadingFont>().Contains(o.Headings),
                "Shop__Headings must be Serif or Sans.")
            .Validate(
                o => TimeZoneInfo.TryFindSystemTimeZoneById(o.TimeZone, out _),
                "Shop__TimeZone must be the IANA name of a time zone, such as Europe/Paris.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.Email) || System.Net.Mail.MailAddress.TryCreate(o.Email, out var address) && address.Address == o.Email,
                "Shop__Email must be an email address, such as hello@shop.example.")
            .ValidateOnStart();

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
