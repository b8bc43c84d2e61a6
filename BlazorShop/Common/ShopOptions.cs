using System.Globalization;

namespace BlazorShop.Common;

/// <summary>Settings <c>Shop__*</c>: who we are, in which money we count and where we send.</summary>
public sealed class ShopOptions
{
    public string Name { get; set; } = "BlazorShop";

    /// <summary>Absolute base of links in emails and of the payment's return address; null: the request's own base.</summary>
    public string? PublicUrl { get; set; }

    /// <summary><see cref="PublicUrl"/> ready to have a path put behind it, or nothing: a page that everybody shares cannot ask the request.</summary>
    public string? PublicBase => PublicUrl?.TrimEnd('/');

    /// <summary>Whether everybody reaches the shop by https.</summary>
    public bool IsHttps => PublicUrl?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// What an absolute address begins with, without a slash at the end: <see cref="PublicUrl"/>, which every shop outside Development and Demo has, else
    /// <paramref name="requestBase"/>, the base that the request at hand was made to.
    /// </summary>
    public string BaseOr(string requestBase) => PublicBase ?? requestBase.TrimEnd('/');

    /// <summary>Who is told of new orders, disputes and events that fail; without it <c>Staff__Email</c>, and without that nobody.</summary>
    public string? StaffEmail { get; set; }

    /// <summary>Where customers write to, and where replies to emails go; null: nowhere is said.</summary>
    public string? Email { get; set; }

    /// <summary>What the shop stands for, in a few words without a full stop: the heading of the home page, behind the name in its title, in the footer.</summary>
    public string? Tagline { get; set; }

    /// <summary>A sentence or two below <see cref="Tagline"/> on the home page; search engines show it too.</summary>
    public string? Welcome { get; set; }

    /// <summary>A sentence above the list of everything.</summary>
    public string? CatalogIntro { get; set; }

    /// <summary>Whether the footer says that prices include tax.</summary>
    public bool PricesIncludeTax { get; set; } = true;

    /// <summary>The colour of links and buttons, as <c>#rrggbb</c>; see <see cref="Theme"/>.</summary>
    public string Accent { get; set; } = Theme.DefaultAccent;

    /// <summary>A name of <see cref="Common.Corners"/>.</summary>
    public string Corners { get; set; } = nameof(Common.Corners.Rounded);

    /// <summary>A name of <see cref="HeadingFont"/>.</summary>
    public string Headings { get; set; } = nameof(HeadingFont.Serif);

    /// <summary>The look that follows from the three.</summary>
    public Theme Theme => field ??= new Theme(Accent, Enum.Parse<Corners>(Corners), Enum.Parse<HeadingFont>(Headings));

    /// <summary>IANA name: the days and hours of what the shop itself writes, such as emails and receipts.</summary>
    public string TimeZone { get; set; } = "Europe/Paris";

    public string Currency { get; set; } = "EUR";

    public string ShippingCountries { get; set; } = "FR,DE,BE,NL,ES,IT,GB,US,CA";

    /// <summary><see cref="ShippingCountries"/> as ISO codes, in the order of the setting.</summary>
    public IReadOnlyList<string> Countries =>
        [.. ShippingCountries.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(c => c.ToUpperInvariant())];

    /// <summary>The day in the shop's zone: 26 November 2026, and for a reader of another <paramref name="culture"/> 26 novembre 2026.</summary>
    public string Day(DateTime utc, CultureInfo? culture = null) => Write(utc, "d MMMM yyyy", culture ?? CultureInfo.InvariantCulture);

    /// <summary>Day and time in the shop's zone: 26 Nov 2026, 14:05.</summary>
    public string Moment(DateTime utc, CultureInfo culture) => Write(utc, "d MMM yyyy, HH:mm", culture);

    /// <summary>To the second, for what is looked at closely.</summary>
    public string Second(DateTime utc, CultureInfo culture) => Write(utc, "d MMM yyyy, HH:mm:ss", culture);

    /// <summary>The time alone where the moment is of <paramref name="now"/>'s day (14:05), with its day where it is not. Both in UTC.</summary>
    public string Clock(DateTime utc, DateTime now, CultureInfo culture) =>
        Local(utc).Date == Local(now).Date ? Write(utc, "HH:mm", culture) : Moment(utc, culture);

    // English months in three letters, always: .NET's British culture has four for September.
    private string Write(DateTime utc, string format, CultureInfo culture) =>
        Local(utc).ToString(format, culture.TwoLetterISOLanguageName == "en" ? CultureInfo.InvariantCulture : culture);

    private DateTime Local(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
}
