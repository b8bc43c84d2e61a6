using BlazorShop.Localization;

namespace BlazorShop.Catalog;

/// <summary>Stands for the texts of this room, which are in the files beside it; what the goods are called is data.</summary>
public sealed class CatalogTexts
{
    /// <summary>For what cannot have a localizer injected.</summary>
    internal static Texts All { get; } = new(typeof(CatalogTexts));
}
