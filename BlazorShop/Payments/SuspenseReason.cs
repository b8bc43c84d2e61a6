namespace BlazorShop.Payments;

/// <summary>Why received money is not its order's.</summary>
public enum SuspenseReason
{
    /// <summary>It is not what the order costs: staff refund it, or agree with the buyer.</summary>
    OtherAmount,

    /// <summary>The order was paid before.</summary>
    SecondPayment,

    /// <summary>It came when the order was cancelled.</summary>
    AfterCancellation,
}
