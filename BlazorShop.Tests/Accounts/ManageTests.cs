using System.Buffers.Binary;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using BlazorShop.Accounts;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Customers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Accounts;

public sealed class ManageTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    [Fact]
    public async Task With_a_second_factor_a_password_is_not_enough_and_each_recovery_code_works_once()
    {
        var (key, codes) = await SetUpSecondFactorAsync(app.Visit(), "nora@shop.test");

        var nora = app.Visit();
        var second = await nora.LogInAsync("nora@shop.test", "seven fine kettles whistle", "/orders");
        Assert.Equal("/Account/LoginWith2fa?returnUrl=%2Forders&rememberMe=False", second.Location);
        Assert.False(await nora.IsSignedInAsync());
        Assert.Contains("wrong", (await nora.SubmitAsync(second.Location!, "Log in", ("Input.Code", "000000"))).Alert, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("/orders", (await nora.SubmitAsync(second.Location!, "Log in", ("Input.Code", Totp(key, app.Clock)))).Location);
        Assert.True(await nora.IsSignedInAsync());

        var lost = app.Visit();
        await lost.LogInAsync("nora@shop.test", "seven fine kettles whistle");
        Assert.Equal("/", (await lost.SubmitAsync("/Account/LoginWithRecoveryCode", "Log in", ("Input.Code", codes[0]))).Location);
        var thief = app.Visit();
        await thief.LogInAsync("nora@shop.test", "seven fine kettles whistle");
        Assert.NotNull((await thief.SubmitAsync("/Account/LoginWithRecoveryCode", "Log in", ("Input.Code", codes[0]))).Alert);
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task The_second_step_cannot_be_opened_without_the_first() =>
        Assert.Equal("/Account/Login", (await app.Visit().OpenAsync("/Account/LoginWith2fa")).Location);

    [Fact]
    public async Task The_download_of_personal_data_has_the_person_and_no_key()
    {
        var olga = app.Visit();
        var (key, _) = await SetUpSecondFactorAsync(olga, "olga@shop.test");
        await olga.SubmitAsync("/Account/Manage", "Save", ("Input.FullName", "Olga Olsen"));
        await AddAddressAsync(olga, "1 Garden Street");

        var file = await olga.SubmitAsync("/Account/Manage/PersonalData", "Download");

        Assert.Contains("olga@shop.test", file.Text, StringComparison.Ordinal);
        Assert.Contains("Olga Olsen", file.Text, StringComparison.Ordinal);
        Assert.Contains("1 Garden Street", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, file.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("authenticatorKey", file.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("passwordHash", file.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("securityStamp", file.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_email_address_changes_when_the_link_sent_to_the_new_one_is_followed_and_the_old_one_is_told()
    {
        var paul = app.Visit();
        await paul.RegisterAsync("paul@shop.test");

        await paul.SubmitAsync("/Account/Manage/Email", "Change email", ("Input.NewEmail", "paul@new.test"), ("Input.Password", "seven fine kettles whistle"));
        Assert.NotNull((await app.Visit().LogInAsync("paul@new.test", "seven fine kettles whistle")).Alert);
        var link = await app.LinkToAsync("paul@new.test", "Confirm");
        await paul.OpenAsync(link);
        Assert.NotNull((await app.Visit().LogInAsync("paul@new.test", "seven fine kettles whistle")).Alert);
        var done = await paul.SubmitAsync(link, "Confirm email");

        Assert.NotNull(done.Notice);
        Assert.Equal("/", (await app.Visit().LogInAsync("paul@new.test", "seven fine kettles whistle")).Location);
        Assert.NotNull((await app.Visit().LogInAsync("paul@shop.test", "seven fine kettles whistle")).Alert);
        Assert.Contains(await app.MailsToAsync("paul@shop.test"), m => m.Subject.StartsWith("The email of your", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_email_does_not_change_without_the_password()
    {
        var quin = app.Visit();
        await quin.RegisterAsync("quin@shop.test");

        var answer = await quin.SubmitAsync("/Account/Manage/Email", "Change email", ("Input.NewEmail", "quin@new.test"), ("Input.Password", "not the password"));

        Assert.Equal("Your current password is incorrect.", answer.Alert);
        Assert.Empty(await app.MailsToAsync("quin@new.test"));
    }

    [Fact]
    public async Task A_changed_password_ends_other_logins_and_keeps_this_one()
    {
        var here = app.Visit();
        await here.RegisterAsync("rosa@shop.test");
        var elsewhere = app.Visit();
        await elsewhere.LogInAsync("rosa@shop.test", "seven fine kettles whistle");

        var wrong = await ChangePasswordAsync(here, "not the password");
        var changed = await ChangePasswordAsync(here, "seven fine kettles whistle");
        app.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("Your current password is incorrect.", wrong.Alert);
        Assert.Equal("/Account/Manage/ChangePassword", changed.Location);
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.True(await here.IsSignedInAsync());
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_at_once()
    {
        var sara = app.Visit();
        await sara.RegisterAsync("sara@shop.test");
        await app.WithUsersAsync(async users => await users.AddToRoleAsync((await users.FindByEmailAsync("sara@shop.test"))!, Policies.StaffRole));
        await sara.LogInAsync("sara@shop.test", "seven fine kettles whistle", "/");
        Assert.Equal("the admin", (await sara.OpenAsync("/admin/probe")).Text);

        await app.WithUsersAsync(async users => await users.RemoveFromRoleAsync((await users.FindByEmailAsync("sara@shop.test"))!, Policies.StaffRole));
        app.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.NotEqual("the admin", (await sara.OpenAsync("/admin/probe")).Text);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("stamp")]
    [InlineData("barred")]
    [InlineData("deleted")]
    public async Task An_open_page_notices_what_changed_about_its_person(string change)
    {
        var email = $"tom.{change}@shop.test";
        await app.Visit().RegisterAsync(email);
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        var tom = (await users.FindByEmailAsync(email))!;
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<ShopUser>>().CreateUserPrincipalAsync(tom);
        var logins = scope.ServiceProvider.GetRequiredService<Logins>();
        ((ClaimsIdentity)principal.Identity!).AddClaim(ShopClaims.LoginOf(await logins.StartAsync(tom, isStaff: false, new DefaultHttpContext(), default)));
        Assert.Null(await logins.AskAsync(principal, default));

        await app.WithUsersAsync(async others =>
        {
            var same = (await others.FindByEmailAsync(email))!;
            var result = change switch
            {
                "role" => await others.AddToRoleAsync(same, Policies.StaffRole),
                "stamp" => await others.UpdateSecurityStampAsync(same),
                "barred" => await others.SetLockoutEndDateAsync(same, DateTimeOffset.UtcNow.AddYears(1)),
                _ => await others.DeleteAsync(same),
            };
            Assert.True(result.Succeeded);
        });

        Assert.NotNull(await logins.AskAsync(principal, default));
    }

    [Fact]
    public async Task Wrong_passwords_typed_by_somebody_else_do_not_end_an_open_session()
    {
        var uma = app.Visit();
        await uma.RegisterAsync("uma@shop.test");
        for (var attempt = 0; attempt < 6; attempt++)
            await app.Visit().LogInAsync("uma@shop.test", "a guess of a stranger");
        app.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.True(await uma.IsSignedInAsync());
    }

    [Fact]
    public async Task Whoever_is_barred_is_out_within_a_minute_and_stays_out()
    {
        var vera = app.Visit();
        await vera.RegisterAsync("vera@shop.test");
        await app.WithUsersAsync(async users => await users.SetLockoutEndDateAsync((await users.FindByEmailAsync("vera@shop.test"))!, DateTimeOffset.MaxValue));
        app.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.False(await vera.IsSignedInAsync());
        Assert.Equal("/Account/Lockout", (await vera.LogInAsync("vera@shop.test", "seven fine kettles whistle")).Location);
    }

    [Fact]
    public async Task A_reset_of_an_unconfirmed_account_throws_out_whoever_made_it()
    {
        var squatter = app.Visit();
        await SetUpSecondFactorAsync(squatter, "will@shop.test");
        var will = app.Visit();
        await will.SubmitAsync("/Account/ForgotPassword", "Send link", ("Input.Email", "will@shop.test"));
        await will.SubmitAsync(await app.LinkToAsync("will@shop.test", "Reset"), "Save password", ("Input.Password", "wills own kettles whistle"), ("Input.ConfirmPassword", "wills own kettles whistle"));
        app.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.False(await squatter.IsSignedInAsync());
        Assert.Equal("/", (await will.LogInAsync("will@shop.test", "wills own kettles whistle")).Location);
    }

    [Fact]
    public async Task An_address_book_is_ones_own()
    {
        var xena = app.Visit();
        await xena.RegisterAsync("xena@shop.test");
        await AddAddressAsync(xena, "1 First Street");
        await AddAddressAsync(xena, "2 Second Street");
        var book = await xena.OpenAsync("/Account/Manage/Addresses");
        Assert.Equal(2, book.Document.QuerySelectorAll("main address").Length);
        Assert.Contains("1 First Street", book.Document.QuerySelector("main address")!.TextContent, StringComparison.Ordinal);

        var after = await xena.SubmitAsync("/Account/Manage/Addresses", "Make default");
        Assert.Equal("/Account/Manage/Addresses", after.Location);
        book = await xena.OpenAsync("/Account/Manage/Addresses");
        Assert.Contains("2 Second Street", book.Document.QuerySelector("main address")!.TextContent, StringComparison.Ordinal);

        var entry = book.Document.QuerySelector("main input[name=Entry]")!.GetAttribute("value")!;
        var yann = app.Visit();
        await yann.RegisterAsync("yann@shop.test");
        await AddAddressAsync(yann, "3 Third Street");
        await app.WithUsersAsync(async users =>
        {
            var customers = app.Services.GetRequiredService<CustomerService>();
            var me = await customers.ForUserAsync((await users.FindByEmailAsync("yann@shop.test"))!.Id, default);
            await customers.RemoveAddressAsync(me, Guid.Parse(entry), default);
            Assert.False(await customers.MakeDefaultAsync(me, Guid.Parse(entry), default));
        });
        Assert.Equal(2, (await xena.OpenAsync("/Account/Manage/Addresses")).Document.QuerySelectorAll("main address").Length);
    }

    [Fact]
    public async Task An_address_is_corrected_by_its_owner_alone()
    {
        var zoe = app.Visit();
        await zoe.RegisterAsync("zoe@shop.test");
        await AddAddressAsync(zoe, "1 Wrng Street");
        var link = (await zoe.OpenAsync("/Account/Manage/Addresses")).Document.QuerySelector("main a[href*='?edit=']")!.GetAttribute("href")!.Split('#')[0];

        var saved = await zoe.SubmitAsync(link, "Save address", ("Input.Line1", "1 Right Street"));
        Assert.Equal("/Account/Manage/Addresses", saved.Location);
        Assert.Contains("1 Right Street", (await zoe.OpenAsync("/Account/Manage/Addresses")).Document.QuerySelector("main address")!.TextContent, StringComparison.Ordinal);

        var carl = app.Visit();
        await carl.RegisterAsync("carl@shop.test");
        Assert.DoesNotContain("Right Street", (await carl.OpenAsync(link)).Text, StringComparison.Ordinal);
        await carl.SubmitAsync(
            link, "Add address", ("Input.FullName", "Carl"), ("Input.Line1", "9 Own Street"), ("Input.PostalCode", "1"), ("Input.City", "Berlin"), ("Input.Country", "DE"));
        Assert.Contains("1 Right Street", (await zoe.OpenAsync("/Account/Manage/Addresses")).Text, StringComparison.Ordinal);
        Assert.Single((await carl.OpenAsync("/Account/Manage/Addresses")).Document.QuerySelectorAll("main address"));
    }

    [Theory]
    [InlineData("Profile", "/Account/Manage")]
    [InlineData("Addresses", "/Account/Manage/Addresses")]
    [InlineData("Email", "/Account/Manage/Email")]
    [InlineData("ChangePassword", "/Account/Manage/ChangePassword")]
    [InlineData("Passkeys", "/Account/Manage/Passkeys")]
    [InlineData("TwoFactorAuthentication", "/Account/Manage/TwoFactorAuthentication")]
    [InlineData("EnableAuthenticator", "/Account/Manage/EnableAuthenticator")]
    [InlineData("PersonalData", "/Account/Manage/PersonalData")]
    public async Task Every_page_about_the_account_wants_a_login_and_has_one_heading(string name, string path)
    {
        Assert.StartsWith("/Account/Login?ReturnUrl=", (await app.Visit().OpenAsync(path)).Location, StringComparison.Ordinal);
        var zoe = app.Visit();
        await zoe.RegisterAsync($"zoe.{name}@shop.test");

        var page = await zoe.OpenAsync(path);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Single(page.Document.QuerySelectorAll("main h1"));
        Assert.NotEmpty(page.Document.Title!);
        Assert.Empty(page.Document.QuerySelectorAll("main script:not([src])"));
    }

    private static Task<Page> ChangePasswordAsync(Visitor visitor, string current) => visitor.SubmitAsync(
        "/Account/Manage/ChangePassword",
        "Change password",
        ("Input.CurrentPassword", current),
        ("Input.NewPassword", "even finer kettles whistle"),
        ("Input.ConfirmPassword", "even finer kettles whistle"));

    private static Task<Page> AddAddressAsync(Visitor visitor, string street) => visitor.SubmitAsync(
        "/Account/Manage/Addresses",
        "Add address",
        ("Input.FullName", "Somebody"),
        ("Input.Line1", street),
        ("Input.PostalCode", "10115"),
        ("Input.City", "Berlin"),
        ("Input.Country", "DE"));

    private async Task<(string Key, string[] RecoveryCodes)> SetUpSecondFactorAsync(Visitor visitor, string email)
    {
        await visitor.RegisterAsync(email);
        var page = await visitor.OpenAsync("/Account/Manage/EnableAuthenticator");
        var key = page.Document.QuerySelector("kbd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        Assert.StartsWith("data:image/svg+xml;base64,", page.Document.QuerySelector("main img")!.GetAttribute("src"), StringComparison.Ordinal);
        var done = await visitor.SubmitAsync(page, "/Account/Manage/EnableAuthenticator", "Turn on", ("Input.Code", Totp(key, app.Clock)));
        var codes = done.Document.QuerySelectorAll("main code").Select(c => c.TextContent).ToArray();
        Assert.Equal(10, codes.Length);
        return (key, codes);
    }

    /// <summary>What an authenticator app shows now (RFC 6238).</summary>
    internal static string Totp(string key, TimeProvider clock)
    {
        var secret = new byte[key.Length * 5 / 8];
        int buffer = 0, bits = 0, used = 0;
        foreach (var letter in key)
        {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                secret[used++] = (byte)(buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }

        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, clock.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The standard says SHA-1, and so do the apps.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var code = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (code % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
