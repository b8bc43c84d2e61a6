using BlazorShop.Localization;

namespace BlazorShop.Payments.Cards;

/// <summary>Stands for the texts of this room, which are in the files beside it. A key is a place and a meaning, never the English sentence.</summary>
public sealed class CardTexts
{
    /// <summary>For what cannot have a localizer injected.</summary>
    internal static Texts All { get; } = new(typeof(CardTexts));
}
