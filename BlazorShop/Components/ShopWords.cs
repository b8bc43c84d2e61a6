using BlazorShop.Common;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BlazorShop.Components;

/// <summary>What the owner says about the shop, in their own words; where they say nothing, the words that the shop comes with.</summary>
public sealed class ShopWords(IOptions<ShopOptions> shop, IStringLocalizer<ShellTexts> texts)
{
    public string Tagline => Text.TrimToNull(shop.Value.Tagline) ?? texts["Shop.Tagline"];

    public string Welcome => Text.TrimToNull(shop.Value.Welcome) ?? texts["Shop.Welcome"];

    /// <summary>For search engines.</summary>
    public string Description => Text.TrimToNull(shop.Value.Welcome) ?? texts["Shop.Description"];

    public string CatalogIntro => Text.TrimToNull(shop.Value.CatalogIntro) ?? texts["Shop.CatalogIntro"];
}
