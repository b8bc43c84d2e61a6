using BlazorShop.Common;
using BlazorShop.Localization;

namespace BlazorShop.Payments.Foreign;

/// <summary>Why no order is made by itself of something sold elsewhere on the account.</summary>
public enum ForeignRefusal
{
    /// <summary>Arguments: what it was paid in, what the shop counts in.</summary>
    OtherCurrency,

    Recurs,
    NoEmail,

    /// <summary>Argument: what the line is called.</summary>
    NoSku,

    /// <summary>Arguments: what the line is called, its SKU.</summary>
    UnknownSku,

    /// <summary>Argument: what the line is called.</summary>
    UnevenPrice,

    OtherSum,
}

/// <summary>What staff read of it.</summary>
public static class ForeignWords
{
    private static readonly Texts texts = ForeignTexts.All;

    public static string Refusal(string? kept) => KindText.Say<ForeignRefusal>(kept, (kind, arguments) => texts[$"Refusal.{kind}", arguments]);
}
