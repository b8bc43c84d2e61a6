namespace BlazorShop.Payments.Recurring;

/// <summary>What staff want to become of a subscription when they cancel or refund one of its orders.</summary>
public enum SubscriptionAfterwards
{
    GoesOn,

    /// <summary>It is not renewed any more; what is paid is still delivered.</summary>
    EndsWithPeriod,

    EndsNow,
}
