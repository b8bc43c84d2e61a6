using BlazorShop.Common;

namespace BlazorShop.Payments.Subscriptions;

/// <summary>Why an invoice collected more or less than the subscription costs.</summary>
public enum InvoiceAdjustmentKind
{
    /// <summary>A coupon or another discount given at the provider.</summary>
    Discount,

    /// <summary>Credit the customer had with the provider was used up.</summary>
    Credit,

    /// <summary>Owed from an earlier invoice, and collected with this one.</summary>
    Arrears,

    /// <summary>Too little to be collected by itself: it comes with the next invoice.</summary>
    CarriedOver,

    /// <summary>A credit note reduced the invoice before it was paid.</summary>
    CreditNote,

    /// <summary>A part of a period, after the subscription was changed.</summary>
    Proration,

    /// <summary>Something else that staff put on the invoice.</summary>
    Extra,

    Tax,

    /// <summary>The provider does not say.</summary>
    Other,
}

/// <summary>One reason, and by how much: negative where less was collected. <paramref name="Description"/> is the provider's text for it, if it has one.</summary>
public sealed record InvoiceAdjustment(InvoiceAdjustmentKind Kind, string? Description, Money Amount);
