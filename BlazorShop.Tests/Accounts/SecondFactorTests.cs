using System.Net;
using System.Security.Cryptography;
using BlazorShop.Accounts;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BlazorShop.Tests.Accounts;

public sealed class SecondFactorTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    [Fact]
    public async Task A_code_that_logged_somebody_in_is_used_up()
    {
        var (key, _) = await SetUpAsync(app, app.Visit(), "adam@shop.test");
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = ManageTests.Totp(key, app.Clock);
        var adam = app.Visit();
        var watcher = app.Visit();
        var second = await adam.LogInAsync("adam@shop.test", Visitor.FinePassword);
        await watcher.LogInAsync("adam@shop.test", Visitor.FinePassword);

        Assert.Equal("/", (await adam.SubmitAsync(second.Location!, "Log in", ("Input.Code", code))).Location);
        Assert.NotNull((await watcher.SubmitAsync(second.Location!, "Log in", ("Input.Code", code))).Alert);
        Assert.False(await watcher.IsSignedInAsync());
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_of_the_second_factor_is_good_when_clocks_differ_by_one_step(int steps, bool isAccepted)
    {
        var key = OneTimeCodes.NewKey();
        var code = ManageTests.Totp(key, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(app.Clock.GetUtcNow().AddSeconds(30 * steps)));

        Assert.Equal(isAccepted, OneTimeCodes.StepOf(key, code, app.Clock.GetUtcNow()) is not null);
    }

    [Fact]
    public void Codes_of_the_second_factor_are_those_of_the_standard()
    {
        // RFC 6238, appendix B, SHA-1: the last six of the eight digits given there.
        const string key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        Assert.Equal(1, OneTimeCodes.StepOf(key, "287082", DateTimeOffset.FromUnixTimeSeconds(59)));
        Assert.NotNull(OneTimeCodes.StepOf(key, "005924", DateTimeOffset.FromUnixTimeSeconds(1234567890)));
        Assert.Null(OneTimeCodes.StepOf(key, "287083", DateTimeOffset.FromUnixTimeSeconds(59)));
    }

    [Fact]
    public async Task A_copy_of_the_database_has_no_recovery_code_and_no_key()
    {
        var (key, codes) = await SetUpAsync(app, app.Visit(), "berta@shop.test");
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContextAsync();

        var kept = string.Join('\n', await db.UserTokens.Select(t => t.Value!).ToListAsync());

        Assert.DoesNotContain(key, kept, StringComparison.OrdinalIgnoreCase);
        Assert.All(codes, code => Assert.DoesNotContain(code, kept, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Opening_the_set_up_page_changes_nothing()
    {
        var carla = app.Visit();
        await carla.RegisterAsync("carla@shop.test");
        var before = await StateOfAsync("carla@shop.test");

        var first = await carla.OpenAsync("/Account/Manage/EnableAuthenticator");
        await carla.OpenAsync("/Account/Manage/EnableAuthenticator");

        Assert.Equal(before, await StateOfAsync("carla@shop.test"));
        // Whichever of two open pages the app was set up with is the one that counts.
        var key = first.Document.QuerySelector("kbd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        var done = await carla.SubmitAsync(first, "/Account/Manage/EnableAuthenticator", "Turn on", ("Input.Code", ManageTests.Totp(key, app.Clock)));
        Assert.Equal(10, done.Document.QuerySelectorAll("main code").Length);
    }

    [Fact]
    public async Task A_wrong_code_keeps_the_key_that_the_app_has_already()
    {
        var dirk = app.Visit();
        await dirk.RegisterAsync("dirk@shop.test");
        var page = await dirk.OpenAsync("/Account/Manage/EnableAuthenticator");

        var again = await dirk.SubmitAsync(page, "/Account/Manage/EnableAuthenticator", "Turn on", ("Input.Code", "123456"));

        Assert.Equal(page.Document.QuerySelector("kbd")!.TextContent, again.Document.QuerySelector("kbd")!.TextContent);
    }

    [Theory]
    [InlineData("/Account/Manage/Disable2fa")]
    [InlineData("/Account/Manage/GenerateRecoveryCodes")]
    [InlineData("/Account/Manage/ResetAuthenticator")]
    [InlineData("/Account/Manage/EnableAuthenticator")]
    public async Task A_browser_left_open_changes_no_protection_without_the_password(string path)
    {
        var email = $"emma{path.Length}@shop.test";
        var emma = app.Visit();
        await emma.RegisterAsync(email);
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        var asked = await emma.OpenAsync(path);
        Assert.StartsWith("/Account/Manage/ConfirmIdentity?returnUrl=", asked.Location, StringComparison.Ordinal);
        var wrong = await emma.SubmitAsync(asked.Location!, "Continue", ("Input.Password", "a guess of a stranger"));
        var right = await emma.SubmitAsync(asked.Location!, "Continue", ("Input.Password", Visitor.FinePassword));

        Assert.Equal("Your current password is incorrect.", wrong.Alert);
        Assert.Equal(path, right.Location);
    }

    [Fact]
    public async Task A_form_that_was_opened_in_time_and_sent_too_late_changes_nothing()
    {
        var frida = app.Visit();
        await SetUpAsync(app, frida, "frida@shop.test");
        var page = await frida.OpenAsync("/Account/Manage/Disable2fa");
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        var late = await frida.SubmitAsync(page, "/Account/Manage/Disable2fa", "Turn off");

        Assert.StartsWith("/Account/Manage/ConfirmIdentity", late.Location, StringComparison.Ordinal);
        await app.WithUsersAsync(async users => Assert.True((await users.FindByEmailAsync("frida@shop.test"))!.TwoFactorEnabled));
    }

    [Fact]
    public async Task No_passkey_is_offered_to_a_browser_left_open()
    {
        var gerd = app.Visit();
        await gerd.RegisterAsync("gerd@shop.test");
        Assert.Contains(">Add a passkey<", (await gerd.OpenAsync("/Account/Manage/Passkeys")).Text, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        var page = await gerd.OpenAsync("/Account/Manage/Passkeys");

        Assert.DoesNotContain(">Add a passkey<", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("main a[href^='/Account/Manage/ConfirmIdentity']"));
    }

    [Fact]
    public async Task The_owner_is_told_by_email_when_the_second_factor_changes()
    {
        var hilda = app.Visit();
        await SetUpAsync(app, hilda, "hilda@shop.test");
        await hilda.SubmitAsync("/Account/Manage/GenerateRecoveryCodes", "Get new codes");
        await hilda.SubmitAsync("/Account/Manage/Disable2fa", "Turn off");

        var subjects = (await app.MailsToAsync("hilda@shop.test")).Select(m => m.Subject).ToList();

        Assert.Contains("Two-factor authentication was turned on for your BlazorShop account", subjects);
        Assert.Contains("New recovery codes were made for your BlazorShop account", subjects);
        Assert.Contains("Two-factor authentication was turned off for your BlazorShop account", subjects);
    }

    internal static async Task<(string Key, string[] RecoveryCodes)> SetUpAsync(AccountsApp app, Visitor visitor, string email)
    {
        await visitor.RegisterAsync(email);
        var page = await visitor.OpenAsync("/Account/Manage/EnableAuthenticator");
        var key = page.Document.QuerySelector("kbd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        var done = await visitor.SubmitAsync(page, "/Account/Manage/EnableAuthenticator", "Turn on", ("Input.Code", ManageTests.Totp(key, app.Clock)));
        return (key, [.. done.Document.QuerySelectorAll("main code").Select(c => c.TextContent)]);
    }

    private async Task<string> StateOfAsync(string email)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContextAsync();
        var user = await db.Users.SingleAsync(u => u.Email == email);
        var tokens = await db.UserTokens.Where(t => t.UserId == user.Id).Select(t => t.Name + t.Value).ToListAsync();
        return string.Join('|', [user.SecurityStamp!, user.ConcurrencyStamp!, user.TwoFactorEnabled.ToString(), .. tokens]);
    }
}

/// <summary>The admin of a shop that asks its staff for a second factor.</summary>
public sealed class StaffSecondFactorTests(StaffSecondFactorTests.CarefulShop app) : IClassFixture<StaffSecondFactorTests.CarefulShop>
{
    [Fact]
    public async Task Staff_are_led_to_a_second_factor_at_their_first_login_and_then_the_admin_opens()
    {
        var staff = app.Visit();
        await staff.LogInAsync("staff@shop.test", "seven staff kettles whistle");

        var refused = await staff.OpenAsync("/admin/probe");
        Assert.Equal("/Account/Manage/TwoFactorAuthentication?required=staff", refused.Location);
        Assert.Contains("Staff need a second factor", (await staff.OpenAsync(refused.Location!)).Alert, StringComparison.Ordinal);
        var page = await staff.OpenAsync("/Account/Manage/EnableAuthenticator");
        var key = page.Document.QuerySelector("kbd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        await staff.SubmitAsync(page, "/Account/Manage/EnableAuthenticator", "Turn on", ("Input.Code", ManageTests.Totp(key, app.Clock)));

        Assert.Equal("the admin", (await staff.OpenAsync("/admin/probe")).Text);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var elsewhere = app.Visit();
        var second = await elsewhere.LogInAsync("staff@shop.test", "seven staff kettles whistle");
        await elsewhere.SubmitAsync(second.Location!, "Log in", ("Input.Code", ManageTests.Totp(key, app.Clock)));
        Assert.Equal("the admin", (await elsewhere.OpenAsync("/admin/probe")).Text);
    }

    [Fact]
    public async Task Where_staff_need_a_second_factor_a_customer_still_learns_nothing_of_the_admin()
    {
        var customer = app.Visit();
        await customer.RegisterAsync("kuno@shop.test");
        Assert.Equal(HttpStatusCode.NotFound, (await customer.OpenAsync("/admin/probe")).Status);
    }

    public sealed class CarefulShop : AccountsApp
    {
        public CarefulShop() => Settings["Staff:RequireSecondFactor"] = "true";
    }
}

/// <summary>What an older release kept readable is protected at the next start.</summary>
public sealed class StoredSecretTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly string aKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Keys_and_codes_of_before_are_protected_at_the_start_and_go_on_working(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var owner = await AccountOfBeforeAsync(database, "GEZDGNBVGY3TQOJQ", "AAAA-1;BBBB-2");

        await Task.WhenAll(Task.Run(() => StartAsync(database, aKey)), Task.Run(() => StartAsync(database, aKey)));
        await StartAsync(database, aKey);

        await using var db = database.CreateDbContext();
        var kept = await db.UserTokens.Where(t => t.UserId == owner).ToDictionaryAsync(t => t.Name, t => t.Value!);
        Assert.StartsWith("aes1:", kept["AuthenticatorKey"], StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", kept["RecoveryCodes"], StringComparison.Ordinal);
        Assert.Equal("GEZDGNBVGY3TQOJQ", Box(aKey).Open(kept["AuthenticatorKey"], owner));
        var store = new ShopUserStore(db, Box(aKey), Hashing());
        var user = await db.Users.SingleAsync(u => u.Id == owner);
        Assert.Equal(2, await store.CountCodesAsync(user, default));
        Assert.True(await store.RedeemCodeAsync(user, "BBBB-2", default));
        Assert.False(await store.RedeemCodeAsync(user, "BBBB-2", default));
        Assert.True(await store.RedeemCodeAsync(user, "AAAA-1", default));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task More_accounts_than_one_batch_are_all_protected(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        for (var account = 0; account < 130; account++)
            await AccountOfBeforeAsync(database, "GEZDGNBVGY3TQOJQ", "AAAA-1");

        await StartAsync(database, aKey);

        await using var db = database.CreateDbContext();
        Assert.Empty(await db.UserTokens.Where(t => t.Value == "GEZDGNBVGY3TQOJQ" || t.Value == "AAAA-1").ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_security_key_that_does_not_open_what_is_stored_stops_the_start_with_a_sentence(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AccountOfBeforeAsync(database, "GEZDGNBVGY3TQOJQ", "AAAA-1");
        await StartAsync(database, aKey);

        var other = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(database, Convert.ToBase64String(new byte[32])));
        var none = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(database, null));

        Assert.Contains("Security__Key isn't the key", other.Message, StringComparison.Ordinal);
        Assert.Contains("Security__Key is empty", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_moved_to_another_account_does_not_open()
    {
        var stored = Box(aKey).Seal("GEZDGNBVGY3TQOJQ", "somebody");
        Assert.ThrowsAny<CryptographicException>(() => Box(aKey).Open(stored, "somebody else"));
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    public async Task A_security_key_that_is_not_32_bytes_of_base64_stops_the_start(string key)
    {
        await using var shop = new ShopApp { Settings = { ["Security:Key"] = key } };
        var failure = Assert.Throws<OptionsValidationException>(() => shop.CreateClient());
        Assert.Contains("Security__Key must be 32 random bytes", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> AccountOfBeforeAsync(TestDatabase database, string key, string codes)
    {
        await using var db = database.CreateDbContext();
        var email = $"{Guid.NewGuid():N}@shop.test";
        var user = new ShopUser { UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant() };
        db.Users.Add(user);
        db.UserTokens.AddRange(
            new IdentityUserToken<string> { UserId = user.Id, LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = key },
            new IdentityUserToken<string> { UserId = user.Id, LoginProvider = "[AspNetUserStore]", Name = "RecoveryCodes", Value = codes });
        await db.SaveChangesAsync();
        return user.Id;
    }

    private static Task StartAsync(TestDatabase database, string? key) =>
        new ProtectStoredSecrets(database, Box(key), Hashing(), new HostingEnvironment(), NullLogger<ProtectStoredSecrets>.Instance).RunAsync(default);

    private static SecretBox Box(string? key) => new(Options.Create(new SecurityOptions { Key = key }));

    private static IOptions<PasswordHasherOptions> Hashing() => Options.Create(new PasswordHasherOptions { IterationCount = 1000 });

    private sealed class HostingEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "BlazorShop";

        public string ContentRootPath { get; set; } = "/";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
