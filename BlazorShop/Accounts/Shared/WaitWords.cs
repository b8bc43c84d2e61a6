namespace BlazorShop.Accounts.Shared;

/// <summary>How long somebody has to wait after too many failures.</summary>
internal static class WaitWords
{
    public static string Of(TimeSpan wait) => AccountTexts.All.Count("Wait.Minutes", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)));
}
