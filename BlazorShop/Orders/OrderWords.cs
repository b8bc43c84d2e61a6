using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Components.Shared;
using BlazorShop.Localization;

namespace BlazorShop.Orders;

/// <summary>What stands with an order in words, in the current language. The contract's own words stay in exports and filters.</summary>
public static class OrderWords
{
    private static readonly Texts texts = OrderTexts.All;

    /// <summary>What a step of the history is called.</summary>
    public static string Title(OrderHistoryEntry step) => texts[$"Event.{step.Kind}"];

    /// <summary>What a step says beside its title; empty where that says all. Of a step without arguments (kept by an older release) its text is shown.</summary>
    /// <param name="order">With its history, where what staff were asked is shown too.</param>
    public static string Details(OrderHistoryEntry step, Order? order = null) => (step.Kind, step.Amount) switch
    {
        (OrderEventKind.Placed, { } total) when step.Count is { } count => $"{texts.Count("Detail.Items", count)}, {Of(total)}",
        (OrderEventKind.PaymentStarted, _) when step.Count is { } attempt => texts["Detail.Attempt", attempt],
        (OrderEventKind.PaymentProcessing, _) => texts["Detail.Processing"],
        (OrderEventKind.Paid or OrderEventKind.PaymentSetAside, { } received) => step.Text.Length == 0 ? Of(received) : $"{Of(received)}, {Means(step.Text)}",
        (OrderEventKind.PaymentFailed, _) when Declined(step.Code) is { } why => why,
        (OrderEventKind.NotPaidInTime, _) => step.Code == Order.NothingCharged ? $"{texts["Detail.NothingCharged"]} {texts["Detail.BackInStock"]}" : texts["Detail.BackInStock"],
        (OrderEventKind.ReminderSent, _) => step.Code is null ? texts["Detail.ReminderPay"] : texts["Detail.ReminderAgain"],
        (OrderEventKind.AddressChanged, _) => texts["Detail.AddressFromPayment"],
        (OrderEventKind.BoughtOutside, _) => texts["Detail.BoughtOutside"],
        (OrderEventKind.PaidAfterCancellation or OrderEventKind.Cancelled, { } back) => texts["Detail.Refunding", Of(back)],
        (OrderEventKind.Cancelled, _) when step.Code == Order.NothingCharged => texts["Detail.NothingCharged"],
        (OrderEventKind.RefundPending or OrderEventKind.Refunded, { } back) => RefundStep(back, step),
        (OrderEventKind.RefundNotNeeded, _) => texts["Detail.NothingLeft"],
        (OrderEventKind.RefundAdjusted, { } left) => texts["Detail.Left", Of(left)],
        (OrderEventKind.RefundRefused, { } refused) => texts["Detail.NotSent", Of(refused)],
        (OrderEventKind.RefundReturned, { } returned) => texts["Detail.CameBack", Of(returned)],
        (OrderEventKind.Disputed or OrderEventKind.DisputeEnded or OrderEventKind.HeldDisputed or OrderEventKind.HeldDisputeEnded, { } disputed) =>
            string.Join(", ", new[] { Of(disputed), Dispute<DisputeReason>(step.Text), Dispute<DisputeStatus>(step.Code), step.Due is { } due ? texts["Detail.AnswerBy", Day(due)] : "" }.Where(t => t.Length > 0)),
        (OrderEventKind.AttentionAsked, _) => Attention(step, order?.Total),
        (OrderEventKind.AttentionDone, _) when order is not null && step.Text.Length == 0 =>
            string.Join(" ", order.History.Where(h => h.EndedBy == step.Sequence).OrderBy(h => h.Sequence).Select(h => Attention(h, order.Total))),
        (OrderEventKind.AttentionEnded, _) when step.Code is not null => texts[$"End.{step.Code}"],
        _ => step.Text,
    };

    /// <summary>What staff are asked. <paramref name="total"/>: what the order costs, where that is known.</summary>
    public static string Attention(OrderHistoryEntry asked, Money? total) => asked.Attention is AttentionKind.Note
        ? asked.Text
        : texts[
            $"Attention.{asked.Attention}",
            asked.Amount is { } amount ? Of(amount) : asked.Due is { } day ? Day(day) : "",
            asked.Attention is AttentionKind.OtherAmount or AttentionKind.TotalDiffers ? total is { } whole ? Of(whole) : "…" : asked.Attention is AttentionKind.HeldDisputed ? Dispute<DisputeStatus>(asked.Text) : asked.Text].TrimEnd();

    /// <summary>That somebody must look at an order, as a chip says it.</summary>
    public static string NeedsAttention => texts["Event.AttentionAsked"];

    /// <summary>Why a bank did not pay, for the buyer.</summary>
    public static string Decline(DeclineReason why) => texts[$"Decline.{why}"];

    /// <summary>The same of a reason as rows keep it; null where it is none.</summary>
    public static string? Declined(string? kept) => Enum.TryParse<DeclineReason>(kept, out var why) ? Decline(why) : null;

    /// <summary>How a dispute stands, as part of a sentence.</summary>
    public static string Of(DisputeStatus status) => texts[$"DisputeStatus.{status}"];

    /// <summary>Why a bank asks for money back, as part of a sentence.</summary>
    public static string Of(DisputeReason reason) => texts[$"DisputeReason.{reason}"];

    /// <summary>Why money was refunded, for the buyer. <paramref name="typed"/>: what staff wrote.</summary>
    public static string Refund(RefundReason because, string typed = "") => because switch
    {
        RefundReason.ByShop when typed.Length > 0 => typed,
        RefundReason.OrderCancelled when typed.Length > 0 => $"{texts["Refund.OrderCancelled"]} {typed}",
        _ => texts[$"Refund.{because}"],
    };

    /// <summary>"Visa ending in 4242", as it is kept, in the reader's language.</summary>
    public static string Means(string paidWith) =>
        paidWith == PaidWith.Outside ? texts["Means.Outside"]
        : paidWith.Split(KeptAs) is [var means, var last] ? texts["Means.EndingIn", means is PaidWith.BankDebit or PaidWith.SepaDebit ? texts[$"Means.{means}"] : means, last]
        : paidWith;

    public static string Refusal(OrderRefusal why) =>
        texts[$"Rule.{why.Rule}", why.Text ?? "", why.Count ?? 0, why.Amount is { } amount ? Of(amount) : ""];

    public static string Rule(OrderRule rule) => Refusal(new OrderRefusal(rule));

    /// <summary>What stands with the order, in one word and one tone.</summary>
    /// <param name="isHeld">Money of the buyer is set aside for it.</param>
    public static (string Text, Tone Tone) Shopper(OrderStatus order, PaymentStatus payment, FulfilmentStatus fulfilment, bool isHeld = false) => (order, payment, fulfilment) switch
    {
        (OrderStatus.Cancelled, PaymentStatus.Refunded, _) => (texts["Status.CancelledRefunded"], Tone.Neutral),
        (OrderStatus.Cancelled, _, _) => (texts["Status.Cancelled"], Tone.Neutral),
        (_, PaymentStatus.Disputed, _) => (texts["Status.Disputed"], Tone.Warning),
        (_, PaymentStatus.Refunded, _) => (texts["Status.Refunded"], Tone.Neutral),
        (_, PaymentStatus.Unpaid or PaymentStatus.Failed, _) when isHeld => (texts["Status.Checking"], Tone.Warning),
        (_, PaymentStatus.Processing, _) => (texts["Status.Processing"], Tone.Info),
        (_, PaymentStatus.Failed, _) => (texts["Status.Failed"], Tone.Danger),
        (OrderStatus.Expired, _, _) => (texts["Status.NotPaid"], Tone.Neutral),
        (_, PaymentStatus.Unpaid, _) => (texts["Status.Awaiting"], Tone.Warning),
        (_, _, FulfilmentStatus.Delivered) => (texts["Status.Delivered"], Tone.Success),
        (_, _, FulfilmentStatus.Shipped) => (texts["Status.Shipped"], Tone.Success),
        (_, _, FulfilmentStatus.PartiallyShipped) => (texts["Status.PartlyShipped"], Tone.Success),
        _ => (texts["Status.Paid"], Tone.Success),
    };

    private const string KeptAs = " ending in ";

    private static string RefundStep(Money amount, OrderHistoryEntry step) =>
        texts["Detail.AmountWhy", Of(amount), Enum.TryParse<RefundReason>(step.Code, out var because) ? Refund(because, step.Text) : step.Text];

    /// <summary>What a bank's kind says; one that a later release wrote stays as it is.</summary>
    private static string Dispute<T>(string? kind)
        where T : struct, Enum =>
        Enum.TryParse<T>(kind, out var known) ? texts[$"{typeof(T).Name}.{known}"] : kind ?? "";

    private static string Of(Money amount) => amount.Format(CultureInfo.CurrentCulture);

    private static string Day(DateTime at) => at.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);
}
