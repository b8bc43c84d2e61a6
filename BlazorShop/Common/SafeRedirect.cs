using System.Text;

namespace BlazorShop.Common;

/// <summary>The only way an address from outside becomes a place to send the browser.</summary>
public static class SafeRedirect
{
    private const int Longest = 2000;

    /// <summary><paramref name="url"/> if it is a path of this site, else <paramref name="fallback"/>.</summary>
    public static string LocalOr(string? url, string fallback) => IsLocal(url) ? Escaped(url!) : fallback;

    /// <summary>A header holds ASCII alone, so anything else is written as browsers do: UTF-8, percent-encoded.</summary>
    private static string Escaped(string url) => Ascii.IsValid(url) ? url : string.Concat(Text.Clean(url).EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    private static bool IsLocal(string? url)
    {
        if (url is not { Length: > 0 and <= Longest } || url[0] != '/')
            return false;
        // Browsers drop tabs and newlines and read a backslash as a slash, proxies decode before they forward: so the path
        // must be harmless as written and decoded. What follows the question mark is data.
        var path = url[..(url.IndexOfAny(['?', '#']) is >= 0 and var end ? end : url.Length)];
        return IsPlain(path) && IsPlain(Uri.UnescapeDataString(path)) && !url.Any(char.IsControl) && !url.Contains('\\', StringComparison.Ordinal);
    }

    private static bool IsPlain(string path) =>
        !path.Contains("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
}
