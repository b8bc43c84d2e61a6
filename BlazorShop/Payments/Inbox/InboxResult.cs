using BlazorShop.Common;
using BlazorShop.Localization;

namespace BlazorShop.Payments.Inbox;

/// <summary>What came of a stored event, where it did not fail.</summary>
public enum InboxResult
{
    Applied,

    /// <summary>What it is about was as it says already.</summary>
    Known,

    NotOurs,

    /// <summary>Nothing here changes because of events of this type.</summary>
    TypeIgnored,

    NoObject,

    /// <summary>Argument: the charge.</summary>
    ChargeWithoutPayment,

    OtherObject,

    UnknownThere,

    /// <summary>The provider was out of reach.</summary>
    NoAnswer,

    /// <summary>Each attempt ended with the shop's process.</summary>
    StoppedEachTime,

    /// <summary>Staff asked for another attempt. Arguments: who, and when, in UTC.</summary>
    Replayed,
}

/// <summary>What staff read of it. Why an event failed is kept in the words of whatever failed.</summary>
public static class InboxWords
{
    private static readonly Texts texts = InboxTexts.All;

    public static string Result(string? result) => KindText.Say<InboxResult>(result, (kind, arguments) => texts[$"Result.{kind}", arguments]);
}
