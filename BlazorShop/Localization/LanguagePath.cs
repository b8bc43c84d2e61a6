namespace BlazorShop.Localization;

/// <summary>
/// Addresses that begin with a language: <c>/fr/catalog</c>. Routes, caches and rooms know the plain path alone (<c>/catalog</c>), which is the address in
/// <see cref="Languages.Neutral"/>.
/// </summary>
public static class LanguagePath
{
    private static readonly (Language Language, PathString Prefix)[] prefixes = [.. Languages.All.Select(l => (l, new PathString("/" + l.Tag)))];

    /// <summary>The address of a public page, as a link or form of a page in this language names it.</summary>
    /// <param name="plain">Path and query.</param>
    /// <param name="language">Null: the current one.</param>
    public static string Of(string plain, Language? language = null) =>
        (language ?? Languages.Current) is var tongue && tongue == Languages.Neutral ? plain : $"/{tongue.Tag}{plain}";

    /// <summary>The address of a personal page for a link in the frame: it has a language only on a page that has one, whose visitor may not have been asked yet.</summary>
    public static string OfPersonal(HttpContext http, string plain) =>
        http.Features.Get<AddressLanguage>() is { Language: var language } ? Of(plain, language) : plain;

    /// <summary>Also of an address that has none.</summary>
    public static PathString Plain(PathString path) => Split(path)?.Plain ?? path;

    /// <summary>Null where the path begins with no language of ours.</summary>
    internal static (Language Language, PathString Plain)? Split(PathString path)
    {
        foreach (var (language, prefix) in prefixes)
        {
            // What would be read as the address of another site is no path of ours.
            if (path.StartsWithSegments(prefix, out var rest) && rest.Value?.StartsWith("//", StringComparison.Ordinal) != true)
                return (language, rest.HasValue ? rest : "/");
        }

        return null;
    }
}

/// <summary>The language that the address of a request began with, before its path was made plain.</summary>
internal sealed record AddressLanguage(Language Language);
