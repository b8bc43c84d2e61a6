namespace BlazorShop.Tests.Accounts;

/// <summary>Nobody fills somebody else's mailbox through this shop.</summary>
public sealed class EmailLimitTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    [Theory]
    [InlineData("/Account/ForgotPassword", "Reset")]
    [InlineData("/Account/ResendEmailConfirmation", "Confirm")]
    public async Task A_letter_anybody_can_ask_for_comes_once_a_minute_and_five_times_an_hour_and_the_answer_stays_the_same(string path, string subject)
    {
        var email = $"olaf{path.Length}@shop.test";
        await app.Visit().RegisterAsync(email);
        app.Clock.Advance(TimeSpan.FromHours(2));
        var before = await CountAsync(email, subject);
        var answers = new HashSet<string?>();

        for (var minute = 0; minute < 10; minute++)
        {
            answers.Add((await app.Visit().SubmitAsync(path, "Send link", ("Input.Email", email))).Notice);
            answers.Add((await app.Visit().SubmitAsync(path, "Send link", ("Input.Email", email.ToUpperInvariant()))).Notice);
            if (minute == 0)
                Assert.Equal(1, await CountAsync(email, subject) - before);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(answers);
        Assert.Equal(5, await CountAsync(email, subject) - before);
    }

    [Fact]
    public async Task An_account_page_is_limited_for_the_address_it_writes_to()
    {
        var petra = app.Visit();
        await petra.RegisterAsync("petra@shop.test");
        for (var time = 0; time < 3; time++)
            await petra.SubmitAsync("/Account/Manage/Email", "Change email", ("Input.NewEmail", "victim@elsewhere.test"), ("Input.Password", Visitor.FinePassword));

        Assert.Single(await app.MailsToAsync("victim@elsewhere.test"));
    }

    [Fact]
    public async Task Whoever_owns_an_address_is_told_once_that_strangers_register_with_it()
    {
        await app.Visit().RegisterAsync("quentin@shop.test");
        for (var time = 0; time < 4; time++)
            await app.Visit().RegisterAsync("quentin@shop.test");

        Assert.Equal(1, await CountAsync("quentin@shop.test", "You already have"));
    }

    [Fact]
    public async Task A_change_of_the_password_is_told_by_email_each_time_it_happens()
    {
        var rosa = app.Visit();
        await rosa.RegisterAsync("rosalie@shop.test");
        for (var time = 0; time < 3; time++)
        {
            var (from, to) = time % 2 == 0 ? (Visitor.FinePassword, "even finer kettles whistle") : ("even finer kettles whistle", Visitor.FinePassword);
            await rosa.SubmitAsync(
                "/Account/Manage/ChangePassword", "Change password", ("Input.CurrentPassword", from), ("Input.NewPassword", to), ("Input.ConfirmPassword", to));
        }

        Assert.Equal(3, await CountAsync("rosalie@shop.test", "The password of your"));
    }

    private async Task<int> CountAsync(string email, string subject) =>
        (await app.MailsToAsync(email)).Count(m => m.Subject.StartsWith(subject, StringComparison.Ordinal));
}
