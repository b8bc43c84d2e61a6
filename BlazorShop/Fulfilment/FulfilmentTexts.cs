using BlazorShop.Localization;
using BlazorShop.Orders;

namespace BlazorShop.Fulfilment;

/// <summary>Stands for the texts of this room, which are in the files beside it. A key is a place and a meaning, never the English sentence.</summary>
public sealed class FulfilmentTexts
{
    /// <summary>For what cannot have a localizer injected.</summary>
    internal static Texts All { get; } = new(typeof(FulfilmentTexts));

    /// <summary>What came of what staff wanted.</summary>
    public static (string Said, bool IsWrong) Of(FulfilmentResult result) => result switch
    {
        FulfilmentResult.Done done => (All[$"Done.{done.What}"], false),
        FulfilmentResult.Refused refused => (OrderWords.Refusal(refused.Why), true),
        _ => (All["Done.Stale"], true),
    };
}
