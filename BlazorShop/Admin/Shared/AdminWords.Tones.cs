using BlazorShop.Common;
using BlazorShop.Components.Shared;
using BlazorShop.Orders;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Admin.Shared;

/// <summary>How what a word says is coloured.</summary>
internal static partial class AdminWords
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
}
