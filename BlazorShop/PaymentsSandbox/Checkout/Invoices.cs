using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>What an invoice goes through, and which events tell of it.</summary>
internal static class Invoices
{
    public static JsonObject? OpenOf(SandboxWork work, string subscription) =>
        work.All(InvoiceObject.Kind, ("status", "open")).FirstOrDefault(i => i.Hidden().Text("subscription") == subscription);

    public static JsonObject Open(SandboxWork work, JsonObject subscription, string reason, string? reduced = null)
    {
        var customer = work.Find(CustomerObject.Kind, subscription.Text("customer"));
        var invoice = InvoiceObject.For(subscription, customer, reason, work.Now);
        if (reason != "subscription_create")
            InvoiceReductions.Apply(work, invoice, reduced);
        work.Put(invoice);
        work.Emit("invoice.created", invoice);
        InvoiceObject.Finalize(invoice, work.Now);
        work.Put(invoice);
        work.Emit("invoice.finalized", invoice);
        return invoice;
    }

    /// <param name="intent">What paid it; null where nothing was due.</param>
    public static void Settle(SandboxWork work, JsonObject invoice, JsonObject? intent)
    {
        InvoiceObject.Pay(invoice, work.Now);
        work.Put(invoice);
        foreach (var payment in work.All(InvoicePaymentObject.Kind, ("invoice", invoice.Id())))
        {
            payment["status"] = "paid";
            payment["amount_paid"] = intent?.Copy("amount_received");
            payment["status_transitions"]!["paid_at"] = work.Now;
            work.Put(payment);
        }

        work.Emit("invoice.paid", invoice);
        work.Emit("invoice.payment_succeeded", invoice);
    }

    public static void PayOutside(SandboxWork work, JsonObject invoice)
    {
        InvoiceObject.PayOutside(invoice, work.Now);
        work.Put(invoice);
        foreach (var payment in work.All(InvoicePaymentObject.Kind, ("invoice", invoice.Id())))
        {
            payment["status"] = "canceled";
            payment["status_transitions"]!["canceled_at"] = work.Now;
            work.Put(payment);
        }

        work.Emit("invoice.paid", invoice);
        work.Emit("invoice.payment_succeeded", invoice);
    }

    public static void Void(SandboxWork work, JsonObject invoice)
    {
        invoice["status"] = "void";
        invoice["status_transitions"]!["voided_at"] = work.Now;
        work.Put(invoice);
        work.Emit("invoice.voided", invoice);
    }
}
