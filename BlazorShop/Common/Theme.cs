using System.Text.Json.Serialization;

namespace BlazorShop.Common;

[JsonConverter(typeof(JsonStringEnumConverter<Corners>))]
public enum Corners
{
    Square,
    Rounded,
    Pill,
}

public enum HeadingFont
{
    Serif,
    Sans,
}

/// <summary>
/// The shop's look, from which its pages, emails, the admin and the payment form take theirs: one accent, the corners, the letters of headings. What
/// an accent becomes on light and on dark paper is computed, so that no choice makes a text that cannot be read (WCAG AA).
/// </summary>
public sealed record Theme
{
    /// <summary>The accent of app.css; its shades stand there, mixed by hand.</summary>
    public const string DefaultAccent = "#2f5d4f";

    /// <summary>The family of running text that payment providers have, too.</summary>
    public const string FormFont = "Roboto";

    /// <summary>--sunken of app.css, the darkest of the light grounds: what can be read there can be read on the others.</summary>
    private static readonly Colour sunken = Colour.Parse("#f1ede5")!.Value;

    /// <summary>--surface of app.css, the lightest of the dark grounds.</summary>
    private static readonly Colour darkSurface = Colour.Parse("#211f1b")!.Value;

    /// <summary>Another accent than the stylesheet's.</summary>
    private readonly bool isOwn;

    public Theme(string accent = DefaultAccent, Corners corners = Corners.Rounded, HeadingFont headings = HeadingFont.Serif)
    {
        (Corners, Headings) = (corners, headings);
        var chosen = Colour.Parse(accent) ?? throw new FormatException($"'{accent}' is no colour.");
        isOwn = chosen != Colour.Parse(DefaultAccent);
        (Light, Dark) = !isOwn
            ? (new Shades(DefaultAccent, "#244a3e", "#ffffff", "#e3eee8"), new Shades("#93cbb6", "#abdac8", "#0f241c", "#20352d"))
            : (OnLight(chosen), OnDark(chosen));
    }

    public Corners Corners { get; }

    public HeadingFont Headings { get; }

    public Shades Light { get; }

    public Shades Dark { get; }

    /// <summary>What it changes of app.css; null where it changes nothing.</summary>
    public string? Css
    {
        get
        {
            var all = (isOwn ? Variables(Light) : "")
                + Corners switch
                {
                    Corners.Square => "--radius:0px;--radius-small:0px;--radius-button:0px;",
                    Corners.Pill => "--radius:1.25rem;--radius-small:0.9rem;",
                    _ => "",
                }
                + (Headings is HeadingFont.Sans ? "--serif:var(--sans);" : "");
            var dark = isOwn ? $"@media(prefers-color-scheme:dark){{:root{{{Variables(Dark)}}}}}" : "";
            return all.Length == 0 ? null : $":root{{{all}}}{dark}";
        }
    }

    public static bool IsColour(string? text) => Colour.Parse(text) is not null;

    private static string Variables(Shades s) => $"--accent:{s.Accent};--accent-hover:{s.Hover};--on-accent:{s.OnAccent};--accent-soft:{s.Soft};";

    private static Shades OnLight(Colour chosen)
    {
        var accent = Until(chosen, Colour.Black, c => c.Contrast(sunken) >= Least);
        var soft = Until(accent.Mix(Colour.White, 0.8), Colour.White, c => c.Contrast(accent) >= Least);
        return new(accent.ToString(), accent.Mix(Colour.Black, 0.2).ToString(), Colour.White.ToString(), soft.ToString());
    }

    private static Shades OnDark(Colour chosen)
    {
        var accent = Until(chosen, Colour.White, c => c.Contrast(darkSurface) >= LeastOnDark);
        var on = Until(accent.Mix(Colour.Black, 0.7), Colour.Black, c => c.Contrast(accent) >= Least);
        var soft = Until(darkSurface.Mix(accent, 0.15), Colour.Black, c => c.Contrast(accent) >= Least);
        return new(accent.ToString(), accent.Mix(Colour.White, 0.25).ToString(), on.ToString(), soft.ToString());
    }

    /// <summary>Source: WCAG 2.2, 1.4.3, of text of any size.</summary>
    private const double Least = 4.5;

    /// <summary>Coloured letters on black look thinner than they are.</summary>
    private const double LeastOnDark = 6;

    private static Colour Until(Colour colour, Colour towards, Func<Colour, bool> isReadable)
    {
        var mixed = colour;
        for (var part = 0; part <= 100 && !isReadable(mixed); part++)
            mixed = colour.Mix(towards, part / 100.0);
        return mixed;
    }

    /// <summary>An accent as it is on one kind of paper, each as <c>#rrggbb</c>.</summary>
    /// <param name="Accent">Of links and of what buttons are filled with.</param>
    /// <param name="Hover">While the pointer is on them.</param>
    /// <param name="OnAccent">The words on a filled button.</param>
    /// <param name="Soft">A paler ground, on which the accent itself can be read.</param>
    public sealed record Shades(string Accent, string Hover, string OnAccent, string Soft);
}
