using BlazorShop.Common;

namespace BlazorShop.Payments;

public enum PaymentState
{
    /// <summary>Committed here; the provider has not answered yet.</summary>
    Creating,

    /// <summary>The form is open and waits for the buyer.</summary>
    Open,

    /// <summary>The buyer is done; the bank is not.</summary>
    Processing,

    Paid,

    /// <summary>The bank refused after the form was complete.</summary>
    Failed,

    /// <summary>The provider takes no money for it any more.</summary>
    Expired,

    /// <summary>The provider never opened it.</summary>
    Abandoned,
}

/// <summary>
/// One try to pay one order. The row, with the key and the exact request, is committed before the provider is called, so that
/// whoever comes after a crash can ask the same thing again and gets the same answer.
/// </summary>
public sealed class Payment : IOfProvider
{
    public required PaymentId Id { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    public required OrderId OrderId { get; init; }

    /// <summary>1 for the first try to pay this order.</summary>
    public required int Attempt { get; init; }

    public required CustomerId CustomerId { get; init; }

    /// <summary>The cart it was opened for, as it was then; null when an order is paid again later.</summary>
    public CartId? CartId { get; init; }

    public int CartVersion { get; init; }

    /// <summary>What is subscribed to by paying it; null for everything else, and for renewals.</summary>
    public VariantId? Subscribes { get; init; }

    public required Money Amount { get; init; }

    public required PaymentState State { get; set; }

    public required string IdempotencyKey { get; init; }

    /// <summary><see cref="PaymentRequest"/> as JSON, exactly what the provider was or will be asked.</summary>
    public required string Request { get; set; }

    /// <summary>The provider's name for the buyer, fixed before the first call with this key.</summary>
    public string? CustomerReference { get; set; }

    /// <summary>The provider's name for the open form.</summary>
    public string? SessionReference { get; set; }

    /// <summary>The provider's name for the invoice that a subscription was paid by: each is one payment, and so one order.</summary>
    public string? InvoiceReference { get; set; }

    /// <summary>The provider's name for the money.</summary>
    public string? Reference { get; set; }

    /// <summary><c>sandbox</c>, <c>test</c> or <c>live</c>.</summary>
    public required string Environment { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When the provider stops taking money for it: its own word once it has answered, ours until then.</summary>
    public required DateTime ExpiresAt { get; set; }

    public DateTime? SettledAt { get; set; }

    /// <summary>Why it was not paid: as <see cref="KindText"/> keeps a <see cref="GivenUpBecause"/>, or the provider's words.</summary>
    public string? Problem { get; set; }

    /// <summary>The money is there, but not for this order: <see cref="SuspendedBecause"/>.</summary>
    public bool InSuspense { get; set; }

    /// <summary>Why the money is not its order's; null where it is, and for what was set aside before this was kept.</summary>
    public SuspenseReason? SuspendedBecause { get; set; }

    /// <summary>What was received, in minor units of <see cref="ReceivedCurrency"/>.</summary>
    public long Received { get; set; }

    /// <summary>The currency of what was received where it is not the one that was asked for; null: <see cref="Amount"/>'s.</summary>
    public string? ReceivedCurrency { get; set; }

    /// <summary>
    /// The part of <see cref="Received"/>, in its minor units, that never passed through the provider: cash or a bank transfer for
    /// an invoice that somebody marked as paid. It cannot be refunded there.
    /// </summary>
    public long ReceivedOutside { get; set; }

    /// <summary>What the provider kept for itself, in minor units of <see cref="FeeCurrency"/>; null until it says so. No part of the journal.</summary>
    public long? Fee { get; set; }

    public string? FeeCurrency { get; set; }

    /// <summary>Raised by the first statement of every transaction on this payment, which so takes its lock.</summary>
    public int Version { get; set; }

    /// <summary>Collected by itself, for a subscription that was there before.</summary>
    public bool IsRenewal => SessionReference is null && InvoiceReference is not null;

    /// <summary>What the provider calls that which was paid: the form, or the invoice where there was none.</summary>
    public string SourceReference => SessionReference ?? InvoiceReference ?? Id.ToString();

    /// <summary>All that was received, as money.</summary>
    public Money ReceivedMoney => new(Received, ReceivedCurrency ?? Amount.Currency);

    /// <summary>Sets the money aside: it is owed back, not the order's.</summary>
    public void Suspend(SuspenseReason because) => (InSuspense, SuspendedBecause) = (true, because);

    public bool IsLive => State is PaymentState.Creating or PaymentState.Open;
}
