using BlazorShop.Accounts;
using BlazorShop.Localization;
using BlazorShop.Tests.Accounts;

namespace BlazorShop.Tests.Localization;

/// <summary>Somebody who chose French has an account in French.</summary>
public sealed class FrenchAccountTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    private const string Email = "amelie@shop.test";
    private const string NewPassword = "huit tasses bleues chantent";

    [Fact]
    public async Task Registering_logging_in_and_changing_the_password_happen_in_French()
    {
        var amelie = await ChooseFrenchAsync("/Account/Register");
        var page = await amelie.OpenAsync("/Account/Register");
        Assert.Equal("fr", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Créer un compte", page.Document.QuerySelector("h1")!.TextContent);

        var refused = await amelie.SubmitAsync(
            "/Account/Register", "Créer un compte", ("Input.Email", "pas une adresse"), ("Input.Password", ""), ("Input.ConfirmPassword", "autre"));
        Assert.Contains("Saisissez une adresse e-mail, par exemple nom@exemple.fr.", refused.Alert, StringComparison.Ordinal);
        Assert.Contains("Choisissez un mot de passe.", refused.Alert, StringComparison.Ordinal);
        Assert.Contains("Les deux mots de passe ne sont pas identiques.", refused.Alert, StringComparison.Ordinal);
        var weak = await amelie.SubmitAsync("/Account/Register", "Créer un compte", ("Input.Email", Email), ("Input.Password", "aaaa"), ("Input.ConfirmPassword", "aaaa"));
        Assert.Contains("Le mot de passe doit comporter au moins 8 caractères.", weak.Alert, StringComparison.Ordinal);

        var done = await amelie.SubmitAsync(
            "/Account/Register", "Créer un compte", ("Input.Email", Email), ("Input.Password", Visitor.FinePassword), ("Input.ConfirmPassword", Visitor.FinePassword));
        Assert.Equal("/", done.Location);
        var letter = Assert.Single(await app.MailsToAsync(Email));
        Assert.Equal("Confirmez votre adresse e-mail pour BlazorShop", letter.Subject);

        var again = await ChooseFrenchAsync("/Account/Login");
        var wrong = await again.SubmitAsync("/Account/Login", "Se connecter", ("Input.Email", Email), ("Input.Password", "un mauvais mot de passe"));
        Assert.Equal("Adresse e-mail ou mot de passe incorrect.", wrong.Alert);
        var entered = await again.SubmitAsync("/Account/Login?returnUrl=%2FAccount%2FManage", "Se connecter", ("Input.Email", Email), ("Input.Password", Visitor.FinePassword));
        Assert.Equal("/Account/Manage", entered.Location);

        var changed = await again.SubmitAsync(
            "/Account/Manage/ChangePassword", "Changer le mot de passe",
            ("Input.CurrentPassword", Visitor.FinePassword), ("Input.NewPassword", NewPassword), ("Input.ConfirmPassword", NewPassword));
        Assert.Equal("/Account/Manage/ChangePassword", changed.Location);
        Assert.Equal("Votre mot de passe a été modifié.", (await again.OpenAsync(changed.Location!)).Notice);
        Assert.Contains(await app.MailsToAsync(Email), m => m.Subject == "Le mot de passe de votre compte BlazorShop a été modifié");
    }

    [Fact]
    public async Task An_account_keeps_the_language_its_owner_chose_and_speaks_it_in_their_next_browser()
    {
        const string email = "chloe@shop.test";
        var first = await ChooseFrenchAsync("/Account/Register");
        await first.SubmitAsync(
            "/Account/Register", "Créer un compte", ("Input.Email", email), ("Input.Password", Visitor.FinePassword), ("Input.ConfirmPassword", Visitor.FinePassword));

        var second = app.Visit();
        var login = await second.OpenAsync("/Account/Login");
        Assert.Equal("en", login.Document.DocumentElement.GetAttribute("lang"));
        await second.SubmitAsync("/Account/Login", "Log in", ("Input.Email", email), ("Input.Password", Visitor.FinePassword));
        Assert.Equal("fr", (await second.OpenAsync("/Account/Manage")).Document.DocumentElement.GetAttribute("lang"));

        // Whoever chooses again is heard.
        var again = app.Visit();
        await again.OpenAsync("/en/Account/Login");
        await again.SubmitAsync("/Account/Login", "Log in", ("Input.Email", email), ("Input.Password", Visitor.FinePassword));
        var third = app.Visit();
        await third.SubmitAsync("/Account/Login", "Log in", ("Input.Email", email), ("Input.Password", Visitor.FinePassword));
        Assert.Equal("en", (await third.OpenAsync("/Account/Manage")).Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Whoever_has_to_wait_reads_in_French_how_long()
    {
        var slow = await ChooseFrenchAsync("/Account/Login");
        Page last = null!;
        for (var i = 0; i < 6; i++)
            last = await slow.SubmitAsync("/Account/Login", "Se connecter", ("Input.Email", "lent@shop.test"), ("Input.Password", "un mauvais mot de passe"));
        Assert.Equal("Trop de tentatives. Patientez une minute, puis réessayez.", last.Alert);
    }

    [Fact]
    public void A_letter_is_in_its_own_language_whatever_is_spoken_where_it_is_written()
    {
        var letter = AccountLetters.ResetPassword("https://shop.test/r?a=1&b=2");
        var french = BlazorShop.Tests.Mail.Letters.Render(letter with { Language = Languages.French }, new() { Name = "L'Été & Co", Email = "bonjour@shop.test" });
        Assert.Equal("Réinitialisez votre mot de passe pour L'Été & Co", french.Subject);
        Assert.Contains("<html lang=\"fr\">", french.Html, StringComparison.Ordinal);
        Assert.Equal(
            """
            Choisissez un nouveau mot de passe

            Quelqu’un (vous, nous l’espérons) a demandé un nouveau mot de passe. Le lien est valable une heure et ne fonctionne qu’une fois.

            Réinitialiser le mot de passe :
            https://shop.test/r?a=1&b=2

            Si vous n’êtes pas à l’origine de cette demande, ignorez cet e-mail. Votre mot de passe reste inchangé.

            -- 
            L'Été & Co
            bonjour@shop.test

            """.ReplaceLineEndings("\n").Replace("passe :", "passe\u00a0:", StringComparison.Ordinal),
            french.Text);
        Assert.Equal("Reset your password for Kiosk", BlazorShop.Tests.Mail.Letters.Render(letter with { Language = Languages.Neutral }, new() { Name = "Kiosk" }).Subject);
    }

    private async Task<Visitor> ChooseFrenchAsync(string path)
    {
        var visitor = app.Visit();
        Assert.Equal(path, (await visitor.OpenAsync("/fr" + path)).Location);
        return visitor;
    }
}
