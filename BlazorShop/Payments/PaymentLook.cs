using BlazorShop.Common;

namespace BlazorShop.Payments;

/// <summary>The shop's look, as the provider's form takes it up. The form has one look for light and dark pages.</summary>
/// <param name="Button">Colour of the button, as <c>#rrggbb</c>.</param>
/// <param name="Background">What the form stands on.</param>
/// <param name="Font">A family that the provider has.</param>
public sealed record PaymentLook(string Name, string Button, string Background, Corners Corners, string Font)
{
    /// <summary>A picture above the form, by https address; null in requests that are older than the setting.</summary>
    public string? Logo { get; init; }

    /// <summary>A small picture beside the shop's name, by https address; the provider takes this or a logo.</summary>
    public string? Icon { get; init; }

    /// <summary>As <see cref="Theme"/> is on light paper; null where the provider's own settings are to work.</summary>
    public static PaymentLook? Of(ShopOptions shop, FormSettings settings) => settings.Branding is FormBranding.Account
        ? null
        : new(shop.Name, shop.Theme.Light.Accent, "#ffffff", shop.Theme.Corners, Theme.FormFont) { Logo = settings.Logo, Icon = settings.Icon };
}

/// <summary>Whose look the provider's forms have.</summary>
public enum FormBranding
{
    /// <summary>The shop's: <see cref="PaymentLook"/>.</summary>
    Shop,

    /// <summary>What the account at the provider says.</summary>
    Account,
}

/// <summary>What the shop's settings say of the provider's forms. It goes into each request as it is made, and is never read when one is sent.</summary>
/// <param name="Logo">https address of a picture, or null.</param>
/// <param name="Icon">https address of a picture, or null; never both.</param>
/// <param name="AdaptivePricing">The provider may show the price in the buyer's own currency.</param>
public sealed record FormSettings(FormBranding Branding, string? Logo, string? Icon, bool AdaptivePricing)
{
    public static readonly FormSettings Default = new(FormBranding.Shop, null, null, AdaptivePricing: false);
}
