namespace BlazorShop.Accounts;

/// <summary>What happens to accounts, by id: no address, link or code is ever logged.</summary>
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {User} downloaded its personal data")]
    public static partial void DataDownloaded(this ILogger logger, string user);
}
