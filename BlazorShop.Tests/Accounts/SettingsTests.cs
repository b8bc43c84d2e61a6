using BlazorShop.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BlazorShop.Tests.Accounts;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Staff__Email", "boss@shop.test", "", "Staff__Password is empty")]
    [InlineData("Staff__Password", "", "good kettles whistle loudly", "Staff__Email is empty")]
    [InlineData("Staff__Password", "boss@shop.test", "short", "Staff__Password is refused: Use at least 8 characters.")]
    [InlineData("Staff__Email", "nobody", "good kettles whistle loudly", "Staff__Email must be an email address")]
    public async Task A_wrong_staff_login_stops_the_start_in_one_sentence(string key, string email, string password, string expected)
    {
        await using var app = new AccountsApp { Settings = { ["Staff:Email"] = email, ["Staff:Password"] = password } };

        var failure = Assert.Throws<InvalidOperationException>(() => app.Services);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_development_shop_with_nothing_set_has_the_demo_logins()
    {
        await using var app = new AccountsApp { Settings = { ["Staff:Email"] = "", ["Staff:Password"] = "" } };
        var staff = app.Visit();
        var customer = app.Visit();

        await staff.LogInAsync(DemoLogins.StaffEmail, DemoLogins.StaffPassword);
        await customer.LogInAsync(DemoLogins.CustomerEmail, DemoLogins.CustomerPassword);

        Assert.Equal("the admin", (await staff.OpenAsync("/admin/probe")).Text);
        Assert.True(await customer.IsSignedInAsync());
    }

    [Fact]
    public async Task A_production_shop_has_no_account_nobody_asked_for_and_keeps_the_staff_it_has()
    {
        await using var app = new AccountsApp();
        var nothing = new ConfigurationBuilder().Build();
        var other = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Staff:Email"] = "second@shop.test", ["Staff:Password"] = "good kettles whistle loudly" }).Build();
        var scopes = app.Services.GetRequiredService<IServiceScopeFactory>();

        foreach (var settings in new[] { nothing, other })
            await new StaffSeed(scopes, settings, new Production(), NullLogger<StaffSeed>.Instance).RunAsync(default);

        await app.WithUsersAsync(async users =>
        {
            Assert.Equal("staff@shop.test", Assert.Single(await users.GetUsersInRoleAsync(Policies.StaffRole)).Email);
            Assert.Equal(1, users.Users.Count());
        });
    }

    [Fact]
    public async Task An_account_that_a_visitor_registered_does_not_become_staff()
    {
        await using var app = new AccountsApp();
        await app.Visit().RegisterAsync("second@shop.test");
        await app.WithUsersAsync(async users => await users.DeleteAsync((await users.FindByEmailAsync("staff@shop.test"))!));
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Staff:Email"] = "second@shop.test", ["Staff:Password"] = "good kettles whistle loudly" }).Build();
        var seed = new StaffSeed(app.Services.GetRequiredService<IServiceScopeFactory>(), settings, new Production(), NullLogger<StaffSeed>.Instance);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => seed.RunAsync(default));

        Assert.Contains("Staff__Email", failure.Message, StringComparison.Ordinal);
        await app.WithUsersAsync(async users => Assert.Empty(await users.GetUsersInRoleAsync(Policies.StaffRole)));
    }

    [Theory]
    [InlineData("Smtp:Port", "many", "Smtp__Port")]
    [InlineData("Smtp:Port", "70000", "Smtp__Port")]
    [InlineData("Smtp:Host", "mail.shop.test", "Smtp__From")]
    [InlineData("Smtp:Host", "smtp://mail.shop.test", "Smtp__Host")]
    [InlineData("Smtp:From", "nobody", "Smtp__From")]
    [InlineData("Smtp:User", "me", "Smtp__Host")]
    public async Task A_wrong_email_setting_stops_the_start_in_one_sentence(string key, string value, string expected)
    {
        await using var app = new AccountsApp { Settings = { [key] = value } };

        var failure = Assert.Throws<InvalidOperationException>(() => app.Services);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Settings_of_logins_are_strict_slow_hashes_one_account_an_email_a_login_asked_for_each_minute_and_links_of_an_hour()
    {
        await using var app = new AccountsApp { SlowHashes = true };
        var identity = app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value;

        Assert.True(identity.User.RequireUniqueEmail);
        Assert.Equal(5, identity.Lockout.MaxFailedAccessAttempts);
        Assert.True(app.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount >= 210_000);
        Assert.True(app.Services.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval <= TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromHours(1), app.Services.GetRequiredService<IOptions<ResetTokenOptions>>().Value.TokenLifespan);
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "BlazorShop";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
