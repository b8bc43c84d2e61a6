using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Admin.Shared;

/// <summary>How the admin says what is kept as a kind, in the reader's language. The contract's own words stay in exports and filters.</summary>
internal static partial class AdminWords
{
    private static readonly Texts texts = AdminTexts.All;

    public static string Name(OrderStatus status) => texts[$"OrderStatus.{status}"];

    public static string Name(PaymentStatus status) => texts[$"PaymentStatus.{status}"];

    public static string Name(FulfilmentStatus status) => texts[$"FulfilmentStatus.{status}"];

    public static string Name(RefundState state) => texts[$"RefundState.{state}"];

    public static string Name(InboxState state) => texts[$"InboxState.{state}"];

    public static string Name(BreakKind kind) => texts[$"BreakKind.{kind}"];

    public static string Name(Account account) => texts[$"Account.{account}"];

    /// <summary>Where a dispute stands.</summary>
    public static string Name(DisputeStatus status) => Capitalised(OrderWords.Of(status));

    /// <summary>Why a bank asks for money back.</summary>
    public static string Name(DisputeReason reason) => Capitalised(OrderWords.Of(reason));

    /// <summary>Why money is set aside.</summary>
    public static string Name(SuspenseReason? because) => because is { } known ? texts[$"Held.{known}"] : texts["Held.Unknown"];

    /// <summary>Whose money it is, where it may not be real: of an environment as the shop writes it down.</summary>
    public static string Mode(string environment) => texts[$"Mode.{environment}"];

    /// <summary>Who did something: one of the staff by their email, others by what they are.</summary>
    public static string Actor(string by) => by is Common.Actor.Shop or Common.Actor.Customer or Common.Actor.Provider ? texts[$"Actor.{by}"] : by;

    /// <summary>Why money moved, in a line of the journal.</summary>
    public static string What(JournalEntry entry)
    {
        var text = entry.Kind switch
        {
            JournalKind.Dispute when Enum.TryParse<DisputeReason>(entry.Text, out var reason) => OrderWords.Of(reason),
            JournalKind.Payment => OrderWords.Means(entry.Text),
            _ => entry.Text,
        };
        if (entry.Kind is JournalKind.Note)
            return text;
        var what = texts[$"JournalKind.{entry.Kind}"];
        return text.Length > 0 ? texts["Journal.Line", what, text] : what;
    }

    /// <summary>Words that elsewhere are part of a sentence, where they stand alone.</summary>
    private static string Capitalised(string words) => char.ToUpper(words[0], CultureInfo.CurrentCulture) + words[1..];

    /// <summary>How far a refund of money that is set aside is; null where nothing is under way and nothing is in the way.</summary>
    public static string? Progress(HeldPayment held) => held switch
    {
        { IsDisputed: true } => Disputed,
        { Requested.Minor: > 0 } => texts["Progress.Requested", Amount(held.Requested)],
        { Refusal: { } why } => texts["Progress.Refused", why],
        _ => null,
    };

    /// <summary>Why money that a bank decides about is not refunded.</summary>
    public static string Disputed => texts["Progress.Disputed"];

    /// <summary>What came of a refund, and whether that is bad news.</summary>
    public static (string Said, bool Wrong) Say(Refund refund) => refund.State switch
    {
        RefundState.Succeeded when refund.IsOutside => (texts["Refunded.Outside", Amount(refund.Amount)], false),
        RefundState.Requested => (texts["Refunded.Requested", Amount(refund.Amount)], false),
        RefundState.Pending => (texts["Refunded.Pending", Amount(refund.Amount)], false),
        RefundState.Succeeded => (texts["Refunded.Succeeded", Amount(refund.Amount)], false),
        _ => (texts["Refunded.Failed", Amount(refund.Amount), refund.Problem ?? ""].TrimEnd(), true),
    };

    /// <summary>Why nothing is shown or exported where the address is mistyped.</summary>
    public static string UnknownStatus => texts["List.Unknown"];

    /// <summary>An order's number in a heading, which does not break at its hyphens.</summary>
    public static string Unbroken(string number) => number.Replace('-', '\u2011');

    /// <summary>An amount within a sentence.</summary>
    public static string Amount(Money money) => money.Format(CultureInfo.CurrentCulture);

    /// <summary>How long something took, as short as it can be said.</summary>
    public static string Duration(TimeSpan took) => took switch
    {
        { TotalSeconds: < 1 } => texts["Duration.Moment"],
        { TotalSeconds: < 90 } => texts["Duration.Seconds", Whole(took.TotalSeconds)],
        { TotalMinutes: < 90 } => texts["Duration.Minutes", Whole(took.TotalMinutes)],
        { TotalHours: < 48 } => texts["Duration.Hours", Whole(took.TotalHours)],
        _ => texts["Duration.Days", Whole(took.TotalDays)],
    };

    public static string Figure(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string Whole(double number) => number.ToString("0", CultureInfo.CurrentCulture);
}
