namespace BlazorShop.Admin.Shared;

/// <summary>What pages of the admin say to the log.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A list of the admin could not be read; its reader may try again")]
    public static partial void Failed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page of the admin could not be read again and shows what it showed before")]
    public static partial void NotReadAgain(ILogger logger, Exception failure);
}
