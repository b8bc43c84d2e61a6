using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class CustomerObject
{
    public const string Kind = "customer";

    private const string Blank = """
        {
          "id": "", "object": "customer", "address": null, "balance": 0, "created": 0, "currency": null, "default_source": null,
          "delinquent": false, "description": null, "email": null, "invoice_prefix": "",
          "invoice_settings": { "custom_fields": null, "default_payment_method": null, "footer": null, "rendering_options": null },
          "livemode": false, "metadata": {}, "name": null, "next_invoice_sequence": 1, "phone": null, "preferred_locales": [],
          "shipping": null, "tax_exempt": "none", "test_clock": null
        }
        """;

    public static JsonObject New(long now)
    {
        var customer = Json.Parse(Blank);
        customer["id"] = SandboxIds.New("cus", 14);
        customer["created"] = now;
        customer["invoice_prefix"] = SandboxIds.New("", 8).TrimStart('_').ToUpperInvariant();
        return customer;
    }

    public static JsonObject? Address(JsonObject? given) => given is null ? null : new JsonObject
    {
        ["city"] = given.Text("city"),
        ["country"] = given.Text("country"),
        ["line1"] = given.Text("line1"),
        ["line2"] = given.Text("line2"),
        ["postal_code"] = given.Text("postal_code"),
        ["state"] = given.Text("state"),
    };

    public static JsonObject? Shipping(JsonObject? given) => given is null ? null : new JsonObject
    {
        ["address"] = Address(given.Object("address") ?? []),
        ["name"] = given.Text("name"),
        ["phone"] = given.Text("phone"),
    };
}
