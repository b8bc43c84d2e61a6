namespace BlazorShop.Admin.Shared;

/// <summary>What a list of the admin says to the log.</summary>
internal static partial class ListLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A list of the admin could not be read; its reader may try again")]
    public static partial void Failed(ILogger logger, Exception failure);
}
