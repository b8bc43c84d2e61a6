namespace BlazorShop.Accounts;

/// <summary>What happens to accounts, by id: no address, link or code is ever logged. What was refused is a warning.</summary>
internal static partial class AccountLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} was registered")]
    public static partial void Registered(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} has a new password through its mail address")]
    public static partial void PasswordReset(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} changed its password")]
    public static partial void PasswordChanged(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} has a new email")]
    public static partial void EmailChanged(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} switched two-factor authentication {State}")]
    public static partial void TwoFactorChanged(this ILogger logger, string user, string state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} made new recovery codes")]
    public static partial void RecoveryCodesMade(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} added a passkey")]
    public static partial void PasskeyAdded(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} removed a passkey")]
    public static partial void PasskeyRemoved(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} was erased by its owner")]
    public static partial void Erased(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} ended one of its logins")]
    public static partial void LoginEnded(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} logged out everywhere else: {Count} logins")]
    public static partial void LoginsEnded(this ILogger logger, string user, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "A login of account {User} is over: {Why}")]
    public static partial void LoginRefused(this ILogger logger, string user, Sessions.LoginEnd why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} downloaded its personal data")]
    public static partial void DataDownloaded(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login to account {User} failed: {Why}")]
    public static partial void LoginFailed(this ILogger logger, string user, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login failed: there is no such account")]
    public static partial void LoginOfNobody(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login to account {User} was not tried: after too many failures it must wait for another {Seconds} s")]
    public static partial void LoginDelayed(this ILogger logger, string user, int seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login to account {User} was refused: the account is locked")]
    public static partial void LoginBarred(this ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {User} was refused {Method} {Path}")]
    public static partial void AccessRefused(this ILogger logger, string user, string method, string path);
}
