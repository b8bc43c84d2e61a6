namespace BlazorShop.Accounts.Sessions;

/// <summary>What a browser calls itself, in words that its owner knows.</summary>
internal static class BrowserName
{
    // Each names its ancestors too: the youngest is looked for first.
    private static readonly (string Mark, string Name)[] browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS", "Mac"), ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        var (browser, system) = (Find(browsers, userAgent), Find(systems, userAgent));
        return (browser, system) switch
        {
            (null, null) => AccountTexts.All["Browser.Unknown"],
            (null, _) => AccountTexts.All["Browser.System", system],
            (_, null) => browser,
            _ => AccountTexts.All["Browser.Both", browser, system],
        };
    }

    private static string? Find((string Mark, string Name)[] known, string? text) =>
        text is null ? null : Array.Find(known, k => text.Contains(k.Mark, StringComparison.Ordinal)).Name;
}
