using BlazorShop.Localization;

namespace BlazorShop.Payments.Inbox;

/// <summary>Stands for the words about stored events, which are in the files beside it.</summary>
public sealed class InboxTexts
{
    internal static Texts All { get; } = new(typeof(InboxTexts));
}
