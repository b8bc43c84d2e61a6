using System.Text.Json.Serialization;
using BlazorShop.Common;

namespace BlazorShop.Payments;

[JsonConverter(typeof(JsonStringEnumConverter<FormCorners>))]
public enum FormCorners
{
    Square,
    Rounded,
    Pill,
}

/// <summary>The shop's look, as the provider's form takes it up. The form has one look for light and dark pages.</summary>
/// <param name="Button">Colour of the button, as <c>#rrggbb</c>.</param>
/// <param name="Background">What the form stands on.</param>
/// <param name="Font">A family that the provider has.</param>
public sealed record PaymentLook(string Name, string Button, string Background, FormCorners Corners, string Font)
{
    /// <summary>The colours, corners and font of app.css, in which the form cannot look.</summary>
    public static PaymentLook Of(ShopOptions shop) => new(shop.Name, "#2f5d4f", "#ffffff", FormCorners.Rounded, "Roboto");
}
