using BlazorShop.Common;
using BlazorShop.Pricing;
using Stripe;
using Charge = BlazorShop.Pricing.Charge;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What an invoice collected, and why it is not what the subscription costs.</summary>
internal static partial class StripeSessions
{
    /// <summary>How the means to pay is called where Stripe had no part in it.</summary>

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
