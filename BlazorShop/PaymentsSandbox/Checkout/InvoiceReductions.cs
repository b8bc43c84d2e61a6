using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>What happens to invoices at Stripe and makes them collect another amount than the subscription costs.</summary>
internal static class InvoiceReductions
{
    public const string Discount = "discount";
    public const string Credit = "credit";
    public const string Proration = "proration";
    public const string Extra = "extra";
    public const string Free = "free";

    /// <summary>A quarter of it is given, or put on top; <see cref="Free"/> is all of it.</summary>
    public static void Apply(SandboxWork work, JsonObject invoice, string? kind)
    {
        var total = invoice.Number("total");
        var step = Money.StepOf(invoice.Text("currency"));
        var quarter = Math.Max(step, total / 4 / step * step);
        switch (kind)
        {
            case Discount or Free:
                var given = kind == Free ? total : quarter;
                var off = new JsonArray(new JsonObject { ["amount"] = given, ["discount"] = SandboxIds.New("di") });
                invoice["lines"]!["data"]![0]!["discount_amounts"] = off.DeepClone();
                invoice["total_discount_amounts"] = off;
                Total(invoice, invoice.Number("subtotal"), total - given);
                break;
            case Proration:
                Add(invoice, InvoiceLineObject.Extra(invoice, "Unused time on Coffee post after 15 Nov 2026", -quarter, proration: true));
                break;
            case Extra:
                Add(invoice, InvoiceLineObject.Extra(invoice, "A bag of filters", quarter, proration: false));
                break;
            case Credit when work.Find(CustomerObject.Kind, invoice.Text("customer")) is { } customer:
                customer["balance"] = (customer.MaybeNumber("balance") ?? 0) - quarter;
                work.Put(customer);
                break;
        }

        UseBalance(work, invoice);
    }

    /// <summary>What the customer has to their credit pays first; what they owe is collected too.</summary>
    private static void UseBalance(SandboxWork work, JsonObject invoice)
    {
        if (work.Find(CustomerObject.Kind, invoice.Text("customer")) is not { } customer || customer.MaybeNumber("balance") is not { } balance || balance == 0)
            return;
        var due = Math.Max(0, invoice.Number("total") + balance);
        invoice["starting_balance"] = balance;
        invoice["ending_balance"] = Math.Min(0, invoice.Number("total") + balance);
        invoice["amount_due"] = due;
        invoice["amount_remaining"] = due;
        customer["balance"] = invoice.Copy("ending_balance");
        work.Put(customer);
    }

    private static void Add(JsonObject invoice, JsonObject line)
    {
        ((JsonArray)invoice["lines"]!["data"]!).Insert(0, line);
        var subtotal = invoice.Number("subtotal") + line.Number("amount");
        Total(invoice, subtotal, subtotal);
    }

    private static void Total(JsonObject invoice, long subtotal, long total)
    {
        (invoice["subtotal"], invoice["subtotal_excluding_tax"]) = (subtotal, subtotal);
        (invoice["total"], invoice["total_excluding_tax"]) = (total, total);
        (invoice["amount_due"], invoice["amount_remaining"]) = (total, total);
    }
}
