using BlazorShop.Localization;
using BlazorShop.Orders;

namespace BlazorShop.Fulfilment;

/// <summary>What came of what staff wanted, in the current language.</summary>
public static class FulfilmentWords
{
    private static readonly Texts texts = FulfilmentTexts.All;

    public static (string Said, bool IsWrong) Of(FulfilmentResult result) => result switch
    {
        FulfilmentResult.Done done => (texts[$"Done.{done.What}"], false),
        FulfilmentResult.Refused refused => (OrderWords.Refusal(refused.Why), true),
        _ => (texts["Stale.Order"], true),
    };
}
