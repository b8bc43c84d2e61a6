using BlazorShop.Components.Shared;
using BlazorShop.Payments.Recurring;

namespace BlazorShop.Subscriptions;

/// <summary>A subscription as the shopper reads it.</summary>
internal static class SubscriptionWords
{
    public static (string Text, Tone Tone) Status(Subscription subscription) => subscription switch
    {
        { IsOver: true } => ("Ended", Tone.Neutral),
        { OpenInvoice: not null } or { Status: SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid } => ("Payment failed", Tone.Danger),
        { CancelAtPeriodEnd: true } => ("Ends soon", Tone.Warning),
        { CollectionPaused: true } or { Status: SubscriptionStatus.Paused } => ("Paused", Tone.Warning),
        { Status: SubscriptionStatus.Incomplete } => ("Waiting for payment", Tone.Warning),
        _ => ("Active", Tone.Success),
    };

    /// <summary>What comes next, in words before the day and the day, where there is one.</summary>
    public static (string Words, DateTime? Day) Next(Subscription subscription) => subscription switch
    {
        { IsOver: true } => ("Ended on", subscription.EndedAt ?? subscription.PeriodEnd),
        { OpenInvoice: not null } => ("As soon as it is paid", null),
        { CancelAtPeriodEnd: true } => ("Ends on", subscription.PeriodEnd),
        { CollectionPaused: true } or { Status: SubscriptionStatus.Paused } => ("When you resume it", null),
        { PeriodEnd: { } end } => ("", end),
        _ => ("—", null),
    };
}
