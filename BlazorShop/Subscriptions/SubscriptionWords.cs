using BlazorShop.Components.Shared;
using BlazorShop.Localization;
using BlazorShop.Orders;
using BlazorShop.Payments.Recurring;

namespace BlazorShop.Subscriptions;

/// <summary>A subscription as the shopper reads it.</summary>
internal static class SubscriptionWords
{
    private static readonly Texts texts = SubscriptionTexts.All;

    public static (string Text, Tone Tone) Status(Subscription subscription) => subscription switch
    {
        { IsOver: true } => (texts["Status.Ended"], Tone.Neutral),
        { OpenInvoice: not null } or { Status: SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid } => (texts["Status.Failed"], Tone.Danger),
        { CancelAtPeriodEnd: true } => (texts["Status.EndsSoon"], Tone.Warning),
        { CollectionPaused: true } or { Status: SubscriptionStatus.Paused } => (texts["Status.Paused"], Tone.Warning),
        { Status: SubscriptionStatus.Incomplete } => (texts["Status.Waiting"], Tone.Warning),
        _ => (texts["Status.Active"], Tone.Success),
    };

    /// <summary>Why nothing could be collected, for the customer.</summary>
    public static string Problem(Subscription subscription) => OrderWords.Declined(subscription.Problem) ?? subscription.Problem ?? "";

    /// <summary>Why a change was refused, for the customer: the provider's own words say nothing to them.</summary>
    public static string Of(SubscriptionChanged.Refused refused) => OrderWords.Declined(refused.Problem) ?? texts["Problem.Refused"];

    /// <summary>What comes next, in words before the day and the day, where there is one.</summary>
    public static (string Words, DateTime? Day) Next(Subscription subscription) => subscription switch
    {
        { IsOver: true } => (texts["Next.EndedOn"], subscription.EndedAt ?? subscription.PeriodEnd),
        { OpenInvoice: not null } => (texts["Next.WhenPaid"], null),
        { CancelAtPeriodEnd: true } => (texts["Next.EndsOn"], subscription.PeriodEnd),
        { CollectionPaused: true } or { Status: SubscriptionStatus.Paused } => (texts["Next.WhenResumed"], null),
        { PeriodEnd: { } end } => ("", end),
        _ => ("—", null),
    };
}
