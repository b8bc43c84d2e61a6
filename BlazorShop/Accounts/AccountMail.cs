using BlazorShop.Accounts.Limits;
using BlazorShop.Mail;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>
/// What the account pages write to people. Letters that a request alone can cause are limited for each recipient and purpose, whoever asks and from
/// whichever page; one that is left out is not told to whoever asked, who may be a stranger. Facts (a changed password) are always told.
/// </summary>
internal sealed class AccountMail(UserManager<ShopUser> users, IShopMail mail, AccountLinks links, Throttles throttles)
{
    private const int MostAnHour = 5;

    private static readonly TimeSpan pause = TimeSpan.FromMinutes(1);

    public async Task ConfirmEmailAsync(ShopUser user)
    {
        if (await MayAsync("confirm", user.Email))
            await SendAsync("confirm", user.Email, AccountLetters.ConfirmEmail(links.ConfirmEmail(user.Id, await users.GenerateEmailConfirmationTokenAsync(user))));
    }

    public async Task ConfirmEmailChangeAsync(ShopUser user, string email)
    {
        if (await MayAsync("change-email", email))
        {
            await SendAsync(
                "change-email",
                email,
                AccountLetters.ConfirmEmail(links.ConfirmEmailChange(user.Id, email, await users.GenerateChangeEmailTokenAsync(user, email))));
        }
    }

    /// <summary>A link to the account's owner, if there is an account.</summary>
    public Task ResetPasswordAsync(string email) => AnswerAlikeAsync(
        "reset",
        email,
        _ => true,
        async user => AccountLetters.ResetPassword(links.ResetPassword(user.Id, await users.GeneratePasswordResetTokenAsync(user))));

    /// <summary>Another confirmation link, if there is an account whose email is not confirmed.</summary>
    public Task ConfirmEmailAgainAsync(string email) => AnswerAlikeAsync(
        "confirm",
        email,
        user => !user.EmailConfirmed,
        async user => AccountLetters.ConfirmEmail(links.ConfirmEmail(user.Id, await users.GenerateEmailConfirmationTokenAsync(user))));

    public async Task AlreadyRegisteredAsync(string email)
    {
        if (await MayAsync("taken", email))
            await SendAsync("taken", email, AccountLetters.AlreadyRegistered(links.Login));
    }

    public Task EmailChangedAsync(string formerEmail) => SendAsync("email-changed", formerEmail, AccountLetters.EmailChanged(links.Home));

    public Task PasswordChangedAsync(ShopUser user) => SendAsync("password-changed", user.Email, AccountLetters.PasswordChanged(links.ForgotPassword));

    public Task SecurityChangedAsync(ShopUser user, SecurityChange change) =>
        SendAsync("security", user.Email, AccountLetters.SecurityChanged(change, links.ForgotPassword));

    /// <summary>Where nobody is written to, the same work is done for nobody: the time of an answer must not tell who has an account.</summary>
    private async Task AnswerAlikeAsync(string purpose, string email, Func<ShopUser, bool> concerns, Func<ShopUser, Task<MailTemplate>> write)
    {
        var isAllowed = await MayAsync(purpose, email);
        var user = await users.FindByEmailAsync(email);
        var letter = await write(user ?? new ShopUser { SecurityStamp = Guid.NewGuid().ToString() });
        if (user is not null && isAllowed && concerns(user))
            await SendAsync(purpose, user.Email, letter);
        else
            await throttles.TakeAsync(Throttle.KeyOf("mail", "nobody", email.ToUpperInvariant()), int.MaxValue, TimeSpan.Zero, CancellationToken.None);
    }

    private async Task<bool> MayAsync(string purpose, string? to) =>
        to is not null && await throttles.TakeAsync(Throttle.KeyOf("mail", purpose, to.ToUpperInvariant()), MostAnHour, pause, CancellationToken.None);

    private async Task SendAsync(string purpose, string? to, MailTemplate template)
    {
        if (to is not null)
            await mail.SendAsync($"account:{purpose}:{Guid.NewGuid():N}", to, template, CancellationToken.None);
    }
}
