using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

/// <summary>How a session's form looks: what the shop said, and Stripe's own look for the rest.</summary>
internal static class BrandingObject
{
    private static readonly string[] colours = ["background_color", "button_color"];

    public static void Check(JsonObject? given)
    {
        foreach (var name in colours)
        {
            if (given?.Text(name) is { } colour && !IsHex(colour))
                throw ApiError.Invalid($"Invalid hex color: {colour}", $"branding_settings[{name}]", null);
        }

        if (given?.Object("icon") is not null && given.Object("logo") is not null)
            throw ApiError.Invalid("You may only specify one of these parameters: icon, logo.", "branding_settings[logo]", null);
    }

    public static JsonObject Of(JsonObject given) => new()
    {
        ["background_color"] = given.Text("background_color") ?? "#ffffff",
        ["border_style"] = given.Text("border_style") ?? "rounded",
        ["button_color"] = given.Text("button_color") ?? "#0074d4",
        ["display_name"] = given.Text("display_name") ?? "Sandbox",
        ["font_family"] = given.Text("font_family") ?? "default",
        ["icon"] = given.Copy("icon"),
        ["logo"] = given.Copy("logo"),
    };

    private static bool IsHex(string colour) => colour.Length is 4 or 7 && colour[0] == '#' && colour[1..].All(char.IsAsciiHexDigit);
}
