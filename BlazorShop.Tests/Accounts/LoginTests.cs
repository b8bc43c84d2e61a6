using System.Net;

namespace BlazorShop.Tests.Accounts;

public sealed class LoginTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    [Fact]
    public async Task An_unknown_email_gets_the_answer_of_a_wrong_password()
    {
        await app.Visit().RegisterAsync("hans@shop.test");

        var known = await app.Visit().LogInAsync("hans@shop.test", "a wrong password");
        var unknown = await app.Visit().LogInAsync("nobody@shop.test", "a wrong password");

        Assert.Equal(HttpStatusCode.OK, unknown.Status);
        Assert.Equal(known.Alert, unknown.Alert);
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_stays_on_the_site()
    {
        var ida = app.Visit();
        await ida.RegisterAsync("ida@shop.test");

        var answer = await LogOutAsync(ida, "//evil");

        Assert.Equal("/", answer.Location);
        Assert.False(await ida.IsSignedInAsync());
    }

    [Fact]
    public async Task Logging_out_goes_back_where_one_was()
    {
        var jan = app.Visit();
        await jan.RegisterAsync("jan@shop.test");

        Assert.Equal("/cart", (await LogOutAsync(jan, "/cart")).Location);
    }

    [Theory]
    [InlineData("/Account/Logout")]
    [InlineData("/Account/Login")]
    [InlineData("/Account/Register")]
    [InlineData("/Account/ForgotPassword")]
    [InlineData("/Account/PasskeyRequestOptions")]
    [InlineData("/Account/PasskeyCreationOptions")]
    [InlineData("/Account/Manage/DownloadPersonalData")]
    public async Task A_post_without_a_token_is_refused(string path)
    {
        var visitor = app.Visit();
        await visitor.RegisterAsync($"token{path.Replace('/', '.')}@shop.test");
        using var content = new FormUrlEncodedContent([new("_handler", "login"), new("returnUrl", "/")]);

        using var answer = await visitor.Http.PostAsync(new Uri(path, UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(await visitor.IsSignedInAsync());
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        var visitor = app.Visit();
        var token = (await visitor.OpenAsync("/Account/Login")).Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent(
        [
            new("_handler", "login"), new("__RequestVerificationToken", token), new("Input.Email", "staff@shop.test"), new("Input.Password", "seven staff kettles whistle"),
        ]);

        using var answer = await visitor.Http.PostAsync(new Uri("/Account/Login", UriKind.Relative), content);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("shop=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_admin_does_not_exist_for_customers_and_asks_strangers_to_log_in()
    {
        var customer = app.Visit();
        await customer.RegisterAsync("karl@shop.test");
        var staff = app.Visit();
        await staff.LogInAsync("staff@shop.test", "seven staff kettles whistle");

        Assert.Equal(HttpStatusCode.NotFound, (await customer.OpenAsync("/admin/probe")).Status);
        Assert.StartsWith("/Account/AccessDenied", (await customer.OpenAsync("/members/probe")).Location, StringComparison.Ordinal);
        Assert.Equal("/Account/Login?ReturnUrl=%2Fadmin%2Fprobe", (await app.Visit().OpenAsync("/admin/probe")).Location);
        Assert.Equal("the admin", (await staff.OpenAsync("/admin/probe")).Text);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_through_the_email_once()
    {
        await app.Visit().RegisterAsync("lena@shop.test", "some old kettles whistle");
        var lena = app.Visit();

        var asked = await lena.SubmitAsync("/Account/ForgotPassword", "Send link", ("Input.Email", "lena@shop.test"));
        var link = await app.LinkToAsync("lena@shop.test", "Reset");
        var saved = await lena.SubmitAsync(link, "Save password", ("Input.Password", "some new kettles whistle"), ("Input.ConfirmPassword", "some new kettles whistle"));
        var again = await lena.SubmitAsync(link, "Save password", ("Input.Password", "some third kettles whistle"), ("Input.ConfirmPassword", "some third kettles whistle"));

        Assert.Contains("If there is an account", asked.Notice, StringComparison.Ordinal);
        Assert.Equal("/Account/Login", saved.Location);
        Assert.Contains("no longer valid", again.Alert, StringComparison.Ordinal);
        Assert.NotNull((await app.Visit().LogInAsync("lena@shop.test", "some old kettles whistle")).Alert);
        Assert.Equal("/", (await app.Visit().LogInAsync("lena@shop.test", "some new kettles whistle")).Location);
        Assert.Contains(await app.MailsToAsync("lena@shop.test"), m => m.Subject.Contains("was changed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/Account/ForgotPassword")]
    [InlineData("/Account/ResendEmailConfirmation")]
    public async Task Asking_for_an_email_does_not_tell_who_has_an_account(string path)
    {
        var email = $"mia{path.Length}@shop.test";
        await app.Visit().RegisterAsync(email);
        // Registering wrote to the address already: another letter of the kind may come a minute later.
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var known = await app.Visit().SubmitAsync(path, "Send link", ("Input.Email", email));
        var unknown = await app.Visit().SubmitAsync(path, "Send link", ("Input.Email", "nobody@shop.test"));

        Assert.Equal(known.Notice, unknown.Notice);
        Assert.Equal(2, (await app.MailsToAsync(email)).Count);
        Assert.Empty(await app.MailsToAsync("nobody@shop.test"));
    }

    private static async Task<Page> LogOutAsync(Visitor visitor, string returnUrl)
    {
        var page = await visitor.OpenAsync("/Account/Manage/PersonalData");
        var token = page.Document.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("returnUrl", returnUrl)]);
        using var answer = await visitor.Http.PostAsync(new Uri("/Account/Logout", UriKind.Relative), content);
        return await Page.ReadAsync(answer);
    }
}
