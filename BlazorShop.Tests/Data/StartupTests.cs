using System.Diagnostics;
using BlazorShop.Common;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorShop.Tests.Data;

/// <summary>The process that an operator starts: one sentence and exit code 1 where a setting is wrong, and nothing forgotten at a restart.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("Database__Provider", "Oracle", "Database__Provider is 'Oracle': set it to Sqlite, SqlServer or Postgres.")]
    [InlineData("Database__MigrateOnStart", "perhaps", "Database__MigrateOnStart is 'perhaps': set it to true or false.")]
    [InlineData("ConnectionStrings__Shop", "Server=elsewhere", "ConnectionStrings__Shop isn't a SQLite connection string: use Data Source=<file>, or set Database__Provider.")]
    [InlineData("Shop__TimeZone", "Mars/Olympus", "Shop__TimeZone must be the IANA name of a time zone, such as Europe/Paris.")]
    [InlineData("Shop__Email", "hello", "Shop__Email must be an email address, such as hello@shop.example.")]
    [InlineData("Shop__Currency", "euro", "Shop__Currency must be an ISO 4217 code in capitals, such as EUR.")]
    public async Task A_wrong_setting_stops_the_start_with_one_sentence(string key, string value, string sentence)
    {
        using var folder = new TestFolder();
        var (exit, errors) = await StartAsync(folder, (key, value));
        Assert.Equal(1, exit);
        Assert.Equal(sentence, errors);
    }

    [Fact]
    public async Task A_damaged_database_file_stops_the_start()
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.File("shop.db"), Enumerable.Repeat((byte)'?', 20_000).ToArray());
        var (exit, errors) = await StartAsync(folder);
        Assert.Equal(1, exit);
        Assert.StartsWith("The SQLite file of ConnectionStrings__Shop is damaged or no database", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_program_refuses_a_newer_database_and_leaves_it_as_it_is()
    {
        using var folder = new TestFolder();
        var file = folder.File("shop.db");
        TestDatabase.CopyMigrated(file);
        await using (var newer = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=" + file))
        {
            await newer.OpenAsync();
            await using var insert = newer.CreateCommand();
            insert.CommandText = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_FromTheFuture', '99.0.0')";
            await insert.ExecuteNonQueryAsync();
        }

        var (exit, errors) = await StartAsync(folder);

        Assert.Equal(1, exit);
        Assert.Equal(
            "The database was migrated by a newer release of this shop (it has 99990101000000_FromTheFuture): start that release, or restore the backup you made before it.",
            errors);
    }

    [Fact]
    public async Task A_file_that_is_damaged_inside_stops_the_start()
    {
        using var folder = new TestFolder();
        var file = folder.File("shop.db");
        TestDatabase.CopyMigrated(file);
        await using (var bytes = File.OpenWrite(file))
        {
            // Past the header and the schema's first page.
            bytes.Position = 4096 * 3;
            bytes.Write(new byte[4096 * 20].Select((_, i) => (byte)(i * 31)).ToArray());
        }

        var (exit, errors) = await StartAsync(folder);
        Assert.Equal(1, exit);
        Assert.Contains("is damaged", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_stops_the_start()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.File("file"), "");
        var (exit, errors) = await StartAsync(folder, ("ConnectionStrings__Shop", "Data Source=" + Path.Combine(folder.File("file"), "shop.db")));
        Assert.Equal(1, exit);
        Assert.StartsWith("ConnectionStrings__Shop keeps its SQLite file in", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_server_that_does_not_answer_stops_the_start_without_its_password()
    {
        using var folder = new TestFolder();
        var (exit, errors) = await StartAsync(
            folder, ("Database__Provider", "Postgres"), ("ConnectionStrings__Shop", "Host=localhost;Port=1;Username=shop;Password=geheim"));
        Assert.Equal(1, exit);
        Assert.StartsWith("The Postgres database of ConnectionStrings__Shop does not answer", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_protected_before_a_restart_is_readable_after_it()
    {
        await using var database = TestDatabase.Sqlite();
        string cookie;
        await using (var before = new ShopApp { Database = database })
            cookie = before.Get<IDataProtectionProvider>().CreateProtector("test").Protect("logged in");
        await using var after = new ShopApp { Database = database };
        Assert.Equal("logged in", after.Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(cookie));
    }

    [Theory]
    [InlineData(null, null, "http://localhost:8080/health/ready")]
    [InlineData("http://+:5000;https://+:5001", null, "http://localhost:5000/health/ready")]
    [InlineData("https://*:443;http://0.0.0.0:81", "8080", "http://localhost:81/health/ready")]
    [InlineData(null, "9090", "http://localhost:9090/health/ready")]
    public void The_health_probe_asks_where_the_shop_listens(string? urls, string? ports, string asked) =>
        Assert.Equal(asked, HealthProbe.Url(urls, ports).ToString());

    [Theory]
    [InlineData("--exprot shop.json", "--exprot")]
    [InlineData("--Shop__Name=Kiosk", "--Shop__Name")]
    [InlineData("export", "export")]
    [InlineData("--health --urls=http://localhost:1", "--health")]
    [InlineData("--urls", "--urls")]
    [InlineData("--exprot=", "--exprot")]
    [InlineData("--urls --environment Demo", "--urls")]
    public void An_unknown_option_of_the_command_line_is_refused_by_its_name(string line, string named) =>
        Assert.StartsWith(named + " ", CommandLine.Problem(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("--urls http://localhost:1 --environment=Demo --contentRoot=/x --applicationName shop --Shop:Name=Kiosk")]
    [InlineData("--Logging:LogLevel:Default Debug /urls=http://localhost:1 Shop:Name=Kiosk --Shop=")]
    public void Options_that_the_command_line_knows_are_taken(string line) => Assert.Null(CommandLine.Problem(line.Split(' ')));

    [Fact]
    public async Task An_unknown_option_of_the_command_line_starts_no_shop()
    {
        using var folder = new TestFolder();
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--exprot"]) { WorkingDirectory = folder.Path, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("--exprot isn't an option of the shop: use", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Errors)> StartAsync(TestFolder folder, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ConnectionStrings__Shop"] = "Data Source=" + folder.File("shop.db"),
                ["Catalog__Seed"] = "None",
            },
        };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, (await errors).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
