using BlazorShop.Localization;

namespace BlazorShop.Payments.Foreign;

/// <summary>Stands for the words about money of no order, which are in the files beside it.</summary>
public sealed class ForeignTexts
{
    internal static Texts All { get; } = new(typeof(ForeignTexts));
}
