using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>Which orders staff look at; what is null is not asked about.</summary>
public sealed record OrderFilter(
    OrderStatus? Status = null, PaymentStatus? Payment = null, string? Search = null, string? Environment = null, FulfilmentStatus? Fulfilment = null, bool ToShip = false)
{
    /// <summary>The word, beside the fulfilment statuses, for what is paid and waits to be packed.</summary>
    public const string Waiting = "ToShip";

    /// <summary>From the words of an address. False where a status is none: a filter that was mistyped must not show everything.</summary>
    public static bool TryParse(string? status, string? payment, string? fulfilment, string? search, string? environment, out OrderFilter filter)
    {
        var toShip = string.Equals(fulfilment?.Trim(), Waiting, StringComparison.OrdinalIgnoreCase);
        var known = EnumName.TryParse<OrderStatus>(status, out var orderStatus) & EnumName.TryParse<PaymentStatus>(payment, out var paymentStatus)
            & EnumName.TryParse<FulfilmentStatus>(toShip ? null : fulfilment, out var fulfilmentStatus);
        filter = new OrderFilter(orderStatus, paymentStatus, Text.TrimToNull(search), Text.TrimToNull(environment)?.ToLowerInvariant(), fulfilmentStatus, toShip);
        return known;
    }
}
