using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Components.Shared;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Admin.Shared;

/// <summary>How the admin shows what the ledger says: in words, coloured.</summary>
internal static class AdminWords
{
    public static Tone Tone(OrderStatus status) => status switch
    {
        OrderStatus.Confirmed => Components.Shared.Tone.Info,
        OrderStatus.Completed => Components.Shared.Tone.Success,
        OrderStatus.Pending => Components.Shared.Tone.Warning,
        _ => Components.Shared.Tone.Neutral,
    };

    public static Tone Tone(PaymentStatus status) => status switch
    {
        PaymentStatus.Paid => Components.Shared.Tone.Success,
        PaymentStatus.Processing => Components.Shared.Tone.Info,
        PaymentStatus.Failed or PaymentStatus.Disputed => Components.Shared.Tone.Danger,
        PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded => Components.Shared.Tone.Warning,
        _ => Components.Shared.Tone.Neutral,
    };

    public static Tone Tone(FulfilmentStatus status) => status switch
    {
        FulfilmentStatus.Delivered or FulfilmentStatus.Shipped => Components.Shared.Tone.Success,
        FulfilmentStatus.PartiallyShipped => Components.Shared.Tone.Info,
        _ => Components.Shared.Tone.Neutral,
    };

    public static Tone Tone(RefundState state) => state switch
    {
        RefundState.Succeeded => Components.Shared.Tone.Success,
        RefundState.Requested or RefundState.Pending => Components.Shared.Tone.Info,
        RefundState.Failed or RefundState.Refused => Components.Shared.Tone.Danger,
        _ => Components.Shared.Tone.Neutral,
    };

    public static Tone Tone(Dispute dispute) =>
        !dispute.IsOpenOrLost ? Components.Shared.Tone.Success : dispute.Status == DisputeStatus.Lost ? Components.Shared.Tone.Danger : Components.Shared.Tone.Warning;

    public static Tone Tone(InboxState state) => state switch
    {
        InboxState.Applied => Components.Shared.Tone.Success,
        InboxState.New => Components.Shared.Tone.Info,
        InboxState.Quarantined => Components.Shared.Tone.Danger,
        _ => Components.Shared.Tone.Neutral,
    };

    public static string Name(BreakKind kind) => kind switch
    {
        BreakKind.MissingHere => "Missing here",
        BreakKind.MissingThere => "Missing there",
        _ => "Amount differs",
    };

    /// <summary>A status as a person says it: <c>PartiallyRefunded</c> is "Partially refunded". The contract's own words stay in the export.</summary>
    public static string Name<T>(T status)
        where T : struct, Enum => Name(status.ToString());

    public static string Name(string status) =>
        string.Concat(status.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Why money moved, in a line of the journal.</summary>
    public static string What(JournalEntry entry)
    {
        var what = entry.Kind switch
        {
            JournalKind.Note => "",
            JournalKind.RefundReturned => "Refund did not reach the buyer",
            JournalKind.PaidOutside => "Paid outside",
            JournalKind.DisputeWon => "Dispute won",
            _ => Name(entry.Kind),
        };
        return (what, entry.Text) switch
        {
            ({ Length: > 0 }, { Length: > 0 } text) => $"{what}: {Words(text)}",
            (_, { Length: > 0 } text) => text,
            _ => what,
        };
    }

    /// <summary>Why money is set aside.</summary>
    public static string Name(SuspenseReason? because) => because switch
    {
        SuspenseReason.OtherAmount => "Not what the order costs",
        SuspenseReason.SecondPayment => "The order was paid before",
        SuspenseReason.AfterCancellation => "Came after the order was cancelled",
        _ => "Not recorded",
    };

    /// <summary>How far a refund of money that is set aside is; null where nothing is under way and nothing is in the way.</summary>
    public static string? Progress(HeldPayment held) => held switch
    {
        { IsDisputed: true } => Disputed,
        { Requested.Minor: > 0 } => $"{held.Requested} is on its way back.",
        { Refusal: { } why } => $"The last refund was refused: {why}",
        _ => null,
    };

    /// <summary>Why money that a bank decides about is not refunded.</summary>
    public const string Disputed = "The payment is disputed, so it can't be refunded: the bank decides where the money goes.";

    /// <summary>What came of a refund, and whether that is bad news.</summary>
    public static (string Said, bool Wrong) Say(Refund refund) => refund.State switch
    {
        RefundState.Succeeded when refund.IsOutside => ($"{refund.Amount} is recorded as refunded. Give it back the way it was paid.", false),
        RefundState.Requested => ($"{refund.Amount} will be given back as soon as the payment provider answers.", false),
        RefundState.Pending => ($"{refund.Amount} is on its way to the buyer; the bank confirms it later.", false),
        RefundState.Succeeded => ($"{refund.Amount} was given back.", false),
        _ => ($"{refund.Amount} was not given back. {refund.Problem}".TrimEnd(), true),
    };

    /// <summary>The provider's words, as words: <c>needs_response</c> is "needs response".</summary>
    public static string Words(string code) => code.Replace('_', ' ');

    /// <summary>How long something took, as short as it can be said.</summary>
    public static string Duration(TimeSpan took) => took switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{took.TotalDays:0} d"),
    };

    public static string Figure(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
