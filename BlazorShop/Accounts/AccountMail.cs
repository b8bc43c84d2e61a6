using BlazorShop.Mail;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>What the account pages write to people. Each occasion is its own: asking twice sends two mails.</summary>
internal sealed class AccountMail(UserManager<ShopUser> users, IShopMail mail, AccountLinks links)
{
    public async Task ConfirmEmailAsync(ShopUser user) =>
        await SendAsync("confirm", user.Email, new MailTemplate.ConfirmEmail(links.ConfirmEmail(user.Id, await users.GenerateEmailConfirmationTokenAsync(user))));

    public async Task ConfirmEmailChangeAsync(ShopUser user, string email) =>
        await SendAsync(
            "change-email",
            email,
            new MailTemplate.ConfirmEmail(links.ConfirmEmailChange(user.Id, email, await users.GenerateChangeEmailTokenAsync(user, email))));

    public async Task ResetPasswordAsync(ShopUser user) =>
        await SendAsync("reset", user.Email, new MailTemplate.ResetPassword(links.ResetPassword(user.Id, await users.GeneratePasswordResetTokenAsync(user))));

    public Task AlreadyRegisteredAsync(string email) => SendAsync("taken", email, new MailTemplate.AlreadyRegistered(links.Login));

    public Task EmailChangedAsync(string formerEmail) => SendAsync("email-changed", formerEmail, new MailTemplate.EmailChanged(links.Home));

    public Task PasswordChangedAsync(ShopUser user) => SendAsync("password-changed", user.Email, new MailTemplate.PasswordChanged(links.ForgotPassword));

    private async Task SendAsync(string occasion, string? to, MailTemplate template)
    {
        if (to is not null)
            await mail.SendAsync($"account:{occasion}:{Guid.NewGuid():N}", to, template, CancellationToken.None);
    }
}
