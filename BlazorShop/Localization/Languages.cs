using System.Globalization;

namespace BlazorShop.Localization;

/// <summary>
/// A language the shop is written in. <paramref name="Tag"/> stands in <c>lang</c> and in addresses, <paramref name="Name"/> is what its own readers call
/// it, <paramref name="Culture"/> says how dates and amounts are written.
/// </summary>
public sealed record Language(string Tag, string Name, CultureInfo Culture)
{
    /// <summary>What is written until the answer is disposed is in this language, whoever's request it is.</summary>
    public IDisposable Use() => new Scope(Culture);

    private sealed class Scope : IDisposable
    {
        private readonly CultureInfo culture = CultureInfo.CurrentCulture;
        private readonly CultureInfo uiCulture = CultureInfo.CurrentUICulture;

        public Scope(CultureInfo now) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = now;

        public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
    }
}

/// <summary>The languages served. Everything written for machines (logs, CSV, JSON, amounts sent to a provider) is in none of them.</summary>
public static class Languages
{
    /// <summary>The language of addresses without a prefix, and of every text that has no translation.</summary>
    public static Language Neutral { get; } = new("en", "English", CultureInfo.GetCultureInfo("en-GB"));

    public static Language French { get; } = new("fr", "Français", CultureInfo.GetCultureInfo("fr-FR"));

    public static IReadOnlyList<Language> All { get; } = [Neutral, French];

    /// <summary>The language of the request, circuit or letter that is being worked on.</summary>
    public static Language Current => Of(CultureInfo.CurrentUICulture);

    public static Language? Find(string? tag) => All.FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>What <paramref name="say"/> says in each language, by its tag: for a reader whose language is not known yet.</summary>
    public static IReadOnlyDictionary<string, string> InEach(Func<string> say) => All.ToDictionary(l => l.Tag, l =>
    {
        using (l.Use())
            return say();
    });

    public static Language Of(CultureInfo culture) => Find(culture.TwoLetterISOLanguageName) ?? Neutral;
}
