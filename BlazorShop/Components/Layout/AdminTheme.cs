using BlazorShop.Common;
using MudBlazor;

namespace BlazorShop.Components.Layout;

/// <summary>The shop's colours (app.css) and its <see cref="Theme"/>, as MudBlazor wants to hear them.</summary>
internal static class AdminTheme
{
    public static MudTheme Of(Theme theme) => new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = theme.Light.Accent,
            Secondary = "#675f53",
            Background = "#faf8f4",
            Surface = "#ffffff",
            TextPrimary = "#25221d",
            TextSecondary = "#675f53",
            Error = "#9d2b25",
            Warning = "#8a5a00",
            Success = "#22603d",
            Info = "#234f7a",
        },
        PaletteDark = new PaletteDark
        {
            Primary = theme.Dark.Accent,
            PrimaryContrastText = theme.Dark.OnAccent,
            Secondary = "#b5ad9f",
            Background = "#171613",
            Surface = "#211f1b",
            TextPrimary = "#f1ede5",
            TextSecondary = "#b5ad9f",
            Error = "#f4aca4",
            Warning = "#efce8b",
            Success = "#9fd6b3",
            Info = "#a9cdf0",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"] },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = theme.Corners switch { Corners.Square => "0", Corners.Pill => "14px", _ => "8px" } },
    };
}
