namespace BlazorShop.Accounts.Shared;

/// <summary>How long somebody has to wait after too many failures.</summary>
internal static class WaitWords
{
    public static string Of(TimeSpan wait) => (int)Math.Ceiling(wait.TotalMinutes) switch
    {
        <= 1 => "Too many attempts. Please wait a minute, then try again.",
        var minutes => $"Too many attempts. Please wait {minutes} minutes, then try again.",
    };
}
