using BlazorShop.Components.Shared;

namespace BlazorShop.Orders;

/// <summary>Statuses as the shopper reads them. The contract's own words stay in exports and on the admin.</summary>
public static class OrderWords
{
    /// <summary>A step's details as people read them: of a dispute the bank's codes are kept, and <c>needs_response</c> is two words.</summary>
    public static string Details(OrderHistoryEntry step) =>
        step.Effect.StartsWith("dispute:", StringComparison.Ordinal) ? step.Details.Replace('_', ' ') : step.Details;

    /// <summary>What stands with the order, in one word and one tone.</summary>
    /// <param name="isHeld">Money of the buyer is set aside for it.</param>
    public static (string Text, Tone Tone) Shopper(OrderStatus order, PaymentStatus payment, FulfilmentStatus fulfilment, bool isHeld = false) => (order, payment, fulfilment) switch
    {
        (OrderStatus.Cancelled, PaymentStatus.Refunded, _) => ("Cancelled and refunded", Tone.Neutral),
        (OrderStatus.Cancelled, _, _) => ("Cancelled", Tone.Neutral),
        (_, PaymentStatus.Disputed, _) => ("Disputed", Tone.Warning),
        (_, PaymentStatus.Refunded, _) => ("Refunded", Tone.Neutral),
        (_, PaymentStatus.Unpaid or PaymentStatus.Failed, _) when isHeld => ("We're checking your payment", Tone.Warning),
        (_, PaymentStatus.Processing, _) => ("Payment is being processed", Tone.Info),
        (_, PaymentStatus.Failed, _) => ("Payment failed", Tone.Danger),
        (OrderStatus.Expired, _, _) => ("Not paid", Tone.Neutral),
        (_, PaymentStatus.Unpaid, _) => ("Waiting for payment", Tone.Warning),
        (_, _, FulfilmentStatus.Delivered) => ("Delivered", Tone.Success),
        (_, _, FulfilmentStatus.Shipped) => ("On its way", Tone.Success),
        (_, _, FulfilmentStatus.PartiallyShipped) => ("Partly on its way", Tone.Success),
        _ => ("Paid", Tone.Success),
    };
}
