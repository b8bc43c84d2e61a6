using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Recurring;

/// <summary>What the provider collected by itself, in the books of payments. Every method joins the caller's transaction.</summary>
public sealed class RecurringPayments(IPaymentListener listener, Ledger ledger)
{
    public static Task<bool> IsBookedAsync(ShopDbContext db, string provider, string invoiceReference, CancellationToken ct) =>
        db.Payments.AnyAsync(p => p.InvoiceReference == invoiceReference && p.Provider == provider, ct);

    /// <summary>What was asked for with the payment that began it.</summary>
    public static async Task<PaymentRequest> RequestOfAsync(ShopDbContext db, PaymentId payment, CancellationToken ct) =>
        PaymentRequest.FromJson(await db.Payments.Where(p => p.Id == payment).Select(p => p.Request).SingleAsync(ct));

    /// <summary>The money goes back in this very transaction, as it was not owed or its goods are gone.</summary>
    public static bool GoesBack(ShopDbContext db, Payment payment) =>
        payment.InSuspense || db.Set<Refund>().Local.Any(r => r.PaymentId == payment.Id && r.IsAutomatic);

    /// <summary>An invoice that was collected is a payment, which is announced and booked as any other.</summary>
    /// <param name="request">What it pays, as if it had been asked for.</param>
    public async Task<Payment> BookAsync(
        ShopDbContext db, PaymentRequest request, ProviderInvoice invoice, CustomerId customer, string provider, string environment, DateTime now, CancellationToken ct)
    {
        var payment = new Payment
        {
            Id = request.Payment,
            Provider = provider,
            OrderId = request.Order,
            Attempt = request.Attempt,
            CustomerId = customer,
            Amount = request.Total,
            State = PaymentState.Paid,
            Received = invoice.Paid.Minor,
            ReceivedCurrency = invoice.Paid.Currency == request.Total.Currency ? null : invoice.Paid.Currency,
            ReceivedOutside = invoice.PaidOutside,
            IdempotencyKey = "invoice-" + invoice.Reference,
            Request = request.ToJson(),
            CustomerReference = invoice.CustomerReference,
            InvoiceReference = invoice.Reference,
            Reference = invoice.PaymentReference,
            Environment = environment,
            // No later than its money, as with every payment: a comparison that sees the one must see the other.
            CreatedAt = invoice.CreatedAt,
            ExpiresAt = now,
            SettledAt = now,
            Fee = invoice.Fee?.Minor,
            FeeCurrency = invoice.Fee?.Currency,
        };
        db.Payments.Add(payment);
        await db.SaveChangesAsync(ct);
        var paid = new PaymentEvent.Succeeded(payment, now, invoice.Paid, invoice.PaidWith, ShippingAddress: null);
        await listener.AnnounceAsync(db, paid, ct);
        PaymentSync.Book(ledger, db, paid);
        return payment;
    }

    /// <summary>After the commit.</summary>
    public void Committed(Payment payment) => listener.Committed(payment);
}
