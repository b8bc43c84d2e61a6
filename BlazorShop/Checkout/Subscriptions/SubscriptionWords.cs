using System.Globalization;
using BlazorShop.Components.Shared;
using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Checkout.Subscriptions;

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

    public static string Next(Subscription subscription) => subscription switch
    {
        { IsOver: true } => "Ended on " + Day(subscription.EndedAt ?? subscription.PeriodEnd),
        { OpenInvoice: not null } => "As soon as it is paid",
        { CancelAtPeriodEnd: true } => "Ends on " + Day(subscription.PeriodEnd),
        { CollectionPaused: true } or { Status: SubscriptionStatus.Paused } => "When you resume it",
        _ => Day(subscription.PeriodEnd),
    };

    public static string Day(DateTime? day) => day is { } known ? known.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) : "—";
}
