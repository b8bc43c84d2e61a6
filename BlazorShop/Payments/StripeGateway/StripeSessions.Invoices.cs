using BlazorShop.Common;
using BlazorShop.Payments.Recurring;
using BlazorShop.Pricing;
using Stripe;
using Charge = BlazorShop.Pricing.Charge;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What an invoice of a subscription collected, and why it is not what the subscription costs.</summary>
internal static partial class StripeSessions
{
    /// <summary>The invoice names what paid it only where it is asked to.</summary>
    public static readonly List<string> ExpandInvoice = ["payments"];

    public static ProviderInvoice ToInvoice(Invoice invoice, PaymentIntent? paidBy = null)
    {
        var details = invoice.Parent?.SubscriptionDetails;
        var (collected, outside) = (CollectedOf(invoice), PaidOutsideOf(invoice, paidBy));
        // An intent that was made for it, and that nobody paid, is not its money.
        var nothingPassed = outside == collected && invoice.Status == "paid";
        return new ProviderInvoice
        {
            Reference = invoice.Id,
            Subscription = SubscriptionOf(details?.Metadata),
            SubscriptionReference = details?.SubscriptionId,
            CustomerReference = invoice.CustomerId,
            IsFirst = invoice.BillingReason == "subscription_create",
            State = invoice.Status switch
            {
                "paid" => InvoiceState.Paid,
                "open" => InvoiceState.Open,
                "draft" or null => InvoiceState.Draft,
                _ => InvoiceState.Closed,
            },
            Due = new Money(invoice.AmountDue, (invoice.Currency ?? "").ToUpperInvariant()),
            Paid = new Money(collected, (invoice.Currency ?? "").ToUpperInvariant()),
            PaidOutside = outside,
            Adjustments = AdjustmentsOf(invoice),
            Attempts = (int)invoice.AttemptCount,
            NextAttempt = invoice.NextPaymentAttempt,
            PaymentReference = nothingPassed ? null : paidBy?.Id ?? PaymentIntentOf(invoice),
            PaidWith = !nothingPassed ? MeansOf(paidBy?.LatestCharge?.PaymentMethodDetails) : collected > 0 ? Common.PaidWith.Outside : null,
            Fee = nothingPassed ? null : FeeOf(paidBy),
            Decline = StripeDeclines.Of(paidBy?.LastPaymentError),
            CreatedAt = invoice.Created,
            PaidAt = invoice.StatusTransitions?.PaidAt,
            Until = invoice.Lines?.Data?.Where(l => l.Parent?.SubscriptionItemDetails is not null).Select(l => l.Period?.End).Max(),
        };
    }

    /// <summary>What paid an invoice, or is to pay it.</summary>
    public static string? PaymentIntentOf(Invoice? invoice)
    {
        var payments = invoice?.Payments?.Data ?? [];
        return (payments.Find(p => p.Status == "paid") ?? payments.Find(p => p.IsDefault) ?? payments.FirstOrDefault())?.Payment?.PaymentIntentId;
    }

    /// <summary>
    /// All that was paid for an invoice. Whether <c>amount_paid</c> counts what came past Stripe is not written down; both readings
    /// end at what was due.
    /// </summary>
    private static long CollectedOf(Invoice invoice) =>
        Math.Max(invoice.AmountPaid, Math.Min(invoice.AmountDue, invoice.AmountPaid + invoice.AmountPaidOffStripe));

    /// <summary>
    /// The part of it that Stripe never had. Where it does not say so itself, an invoice is known by what paid it: a record of
    /// something that happened elsewhere, or nothing at all.
    /// </summary>
    private static long PaidOutsideOf(Invoice invoice, PaymentIntent? paidBy)
    {
        if (invoice.Status != "paid")
            return 0;
        if (invoice.AmountPaidOffStripe > 0)
            return Math.Min(invoice.AmountPaidOffStripe, CollectedOf(invoice));
        if (paidBy?.Status == "succeeded")
            return 0;
        var paid = invoice.Payments?.Data?.FindAll(p => p.Status == "paid") ?? [];
        var passed = paid.Where(p => p.Payment?.Type != "payment_record").ToList();
        return invoice.Payments is not null && passed.Count == 0
            ? CollectedOf(invoice)
            : Math.Min(CollectedOf(invoice), paid.Except(passed).Sum(p => p.AmountPaid ?? 0));
    }

    /// <summary>What stands on the invoice beside the subscription itself.</summary>
    private static List<Charge> AdjustmentsOf(Invoice invoice)
    {
        var currency = (invoice.Currency ?? "").ToUpperInvariant();
        var found = new List<Charge>();
        foreach (var line in invoice.Lines?.Data ?? [])
        {
            var (item, plan) = (line.Parent?.InvoiceItemDetails, line.Parent?.SubscriptionItemDetails);
            if (item?.Proration == true || plan?.Proration == true)
                Add(ChargeKind.Proration, line.Description, line.Subtotal);
            else if (item is not null)
                Add(ChargeKind.Extra, line.Description, line.Subtotal);
        }

        Add(ChargeKind.Discount, null, -(invoice.TotalDiscountAmounts?.Sum(d => d.Amount) ?? 0));
        Add(ChargeKind.Tax, null, invoice.TotalTaxes?.Where(t => t.TaxBehavior == "exclusive").Sum(t => t.Amount) ?? 0);
        Add(ChargeKind.CreditNote, null, -invoice.PrePaymentCreditNotesAmount);
        // Negative is what the customer has to their credit, positive what they owe.
        var (before, after) = (invoice.StartingBalance, invoice.EndingBalance ?? invoice.StartingBalance);
        Add(before < 0 ? ChargeKind.Credit : before > after ? ChargeKind.Arrears : ChargeKind.CarriedOver, null, before - after);
        return found;

        void Add(ChargeKind kind, string? description, long minor)
        {
            if (minor != 0)
                found.Add(new Charge(kind, new Money(minor, currency)) { Name = string.IsNullOrWhiteSpace(description) ? null : description.Trim() });
        }
    }
}
