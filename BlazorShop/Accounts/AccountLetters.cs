using BlazorShop.Accounts.Letters;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Mail.Letters;

namespace BlazorShop.Accounts;

/// <summary>What changed about the protection of an account.</summary>
public enum SecurityChange
{
    SecondFactorOn,
    SecondFactorOff,
    NewRecoveryCodes,
    PasskeyAdded,
    PasskeyRemoved,
}

/// <summary>The letters about an account, in the language of whoever caused them.</summary>
internal static class AccountLetters
{
    public static MailTemplate ConfirmEmail(string link) => Secret<ConfirmEmailLetter>(link);

    public static MailTemplate ResetPassword(string link) => Secret<ResetPasswordLetter>(link);

    public static MailTemplate AlreadyRegistered(string loginLink) => Open<AlreadyRegisteredLetter>(loginLink);

    public static MailTemplate EmailChanged(string contactLink) => Open<EmailChangedLetter>(contactLink);

    public static MailTemplate PasswordChanged(string resetLink) => Open<PasswordChangedLetter>(resetLink);

    public static MailTemplate SecurityChanged(SecurityChange change, string resetLink) =>
        Write<SecurityChangedLetter>(new() { [nameof(Letter.Link)] = resetLink, [nameof(SecurityChangedLetter.Change)] = change }, false);

    public static MailTemplate AccountErased(string shopLink) => Open<AccountErasedLetter>(shopLink);

    private static MailTemplate Open<TLetter>(string link)
        where TLetter : Letter => Write<TLetter>(new() { [nameof(Letter.Link)] = link }, false);

    /// <summary>Its link opens an account.</summary>
    private static MailTemplate Secret<TLetter>(string link)
        where TLetter : Letter => Write<TLetter>(new() { [nameof(Letter.Link)] = link }, true);

    private static MailTemplate Write<TLetter>(Dictionary<string, object?> values, bool opensAnAccount)
        where TLetter : Letter => new(typeof(TLetter), values, Languages.Current, opensAnAccount);
}
