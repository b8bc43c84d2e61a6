using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Components.Layout;
using BlazorShop.Tests.Checkout;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Tests.Common;

/// <summary>One accent, the corners and the letters of headings make the look of everything.</summary>
public sealed class ThemeTests
{
    private static readonly Gen<string> colours = Gen.Int[0, 0xffffff].Select(rgb => "#" + rgb.ToString("x6", CultureInfo.InvariantCulture));

    [Fact]
    public void Whatever_accent_an_owner_chooses_its_words_can_be_read_on_light_and_on_dark_pages() => colours.Sample(accent =>
    {
        var theme = new Theme(accent);
        Assert.All(
            new (string Words, string Ground)[]
            {
                (theme.Light.Accent, "#faf8f4"), (theme.Light.Accent, "#ffffff"), (theme.Light.Accent, "#f1ede5"), (theme.Light.OnAccent, theme.Light.Accent), (theme.Light.OnAccent, theme.Light.Hover),
                (theme.Light.Accent, theme.Light.Soft), (theme.Dark.Accent, "#171613"), (theme.Dark.Accent, "#211f1b"), (theme.Dark.OnAccent, theme.Dark.Accent),
                (theme.Dark.OnAccent, theme.Dark.Hover), (theme.Dark.Accent, theme.Dark.Soft),
            },
            pair => Assert.True(Contrast(pair.Words, pair.Ground) >= 4.5, $"{accent}: {pair.Words} on {pair.Ground}"));
    });

    [Fact]
    public void The_shades_of_the_default_accent_are_those_of_the_stylesheet()
    {
        var css = File.ReadAllText(Path.Combine(Architecture.Repository.Folder, "BlazorShop", "wwwroot", "app.css"));
        var theme = new Theme();
        Assert.Null(theme.Css);
        foreach (var (name, value) in new[]
        {
            ("accent", theme.Light.Accent), ("accent-hover", theme.Light.Hover), ("on-accent", theme.Light.OnAccent), ("accent-soft", theme.Light.Soft),
            ("accent", theme.Dark.Accent), ("accent-hover", theme.Dark.Hover), ("on-accent", theme.Dark.OnAccent), ("accent-soft", theme.Dark.Soft),
        })
            Assert.Contains($"--{name}: {value};", css, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owners_accent_and_corners_are_on_the_page_in_the_email_in_the_form_and_in_the_admin()
    {
        await using var counter = new Counter(settings: new() { ["Shop:Accent"] = "#7a1f5c", ["Shop:Corners"] = "Square", ["Shop:Headings"] = "Sans" });
        var page = await counter.Shop.CreateClient().GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.Contains("--accent:#7a1f5c;", page, StringComparison.Ordinal);
        Assert.Contains("--radius-button:0px;--serif:var(--sans);", page, StringComparison.Ordinal);

        var (_, _, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        Assert.Contains("bgcolor=\"#7a1f5c\" style=\"border-radius:0px;\"", (await db.OutboxMessages.FirstAsync(m => m.DedupKey.EndsWith(":confirmed"))).Html, StringComparison.Ordinal);
        Assert.Contains("\"Button\":\"#7a1f5c\",\"Background\":\"#ffffff\",\"Corners\":\"Square\"", (await db.Payments.SingleAsync()).Request, StringComparison.Ordinal);

        var admin = AdminTheme.Of(counter.Shop.Get<IOptions<ShopOptions>>().Value.Theme);
        Assert.Equal(("#7a1f5cff", "0"), (admin.PaletteLight.Primary.Value, admin.LayoutProperties.DefaultBorderRadius));
    }

    /// <summary>Source: WCAG 2.2, "contrast ratio".</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] weights = [0.2126, 0.7152, 0.0722];
        return weights.Select((weight, i) =>
        {
            var c = int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return weight * (c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4));
        }).Sum();
    }
}
