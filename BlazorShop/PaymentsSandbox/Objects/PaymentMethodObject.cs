using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class PaymentMethodObject
{
    public const string Kind = "payment_method";

    private const string Card = """
        {
          "brand": "", "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" }, "country": "US",
          "display_brand": "", "exp_month": 0, "exp_year": 0, "fingerprint": "", "funding": "credit", "generated_from": null, "last4": "",
          "networks": { "available": [], "preferred": null }, "regulated_status": "unregulated",
          "three_d_secure_usage": { "supported": true }, "wallet": null
        }
        """;

    private const string ChargedCard = """
        {
          "amount_authorized": 0, "authorization_code": null, "brand": "", "checks": null, "country": "US",
          "electronic_commerce_indicator": null, "exp_month": 0, "exp_year": 0, "fingerprint": "", "funding": "credit",
          "installments": null, "last4": "", "mandate": null, "network": "", "network_transaction_id": null,
          "regulated_status": "unregulated", "three_d_secure": null, "transaction_link_id": null, "wallet": null
        }
        """;

    public static JsonObject OfCard(string number, string brand, int month, int year, JsonObject billing, long now)
    {
        var card = Json.Parse(Card);
        card["brand"] = brand;
        card["display_brand"] = brand;
        card["exp_month"] = month;
        card["exp_year"] = year;
        card["last4"] = number[^4..];
        card["fingerprint"] = Fingerprint(number);
        card["networks"]!["available"] = new JsonArray(brand);
        var method = New("card", billing, now);
        method["card"] = card;
        // The bank of this card knows the number; the sandbox plays both.
        method.Hidden()["number"] = number;
        return method;
    }

    public static JsonObject OfBank(string account, string type, JsonObject billing, long now)
    {
        var method = New(type, billing, now);
        method[type] = type == "us_bank_account"
            ? Json.Parse("""
                { "account_holder_type": "individual", "account_type": "checking", "bank_name": "STRIPE TEST BANK",
                  "financial_connections_account": null, "networks": null, "routing_number": "110000000", "status_details": null }
                """)
            : Json.Parse("""{ "bank_code": null, "branch_code": null, "country": null, "generated_from": null }""");
        var bank = method[type]!.AsObject();
        if (type == "sepa_debit" && char.IsAsciiLetter(account[0]))
            bank["country"] = account[..2];
        bank["fingerprint"] = Fingerprint(account);
        bank["last4"] = account[^4..];
        method.Hidden()["number"] = account;
        return method;
    }

    /// <summary>The method as a charge remembers it.</summary>
    public static JsonObject AsCharged(JsonObject method)
    {
        var type = method.Text("type")!;
        var kept = method.Object(type)!;
        JsonObject details;
        if (type == "card")
        {
            details = Json.Parse(ChargedCard);
            foreach (var name in new[] { "brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4" })
                details[name] = kept.Copy(name);
            details["network"] = kept.Copy("brand");
        }
        else
        {
            details = kept.DeepClone().AsObject();
            foreach (var name in new[] { "generated_from", "financial_connections_account", "networks", "status_details" })
                details.Remove(name);
            if (type == "sepa_debit")
                details["mandate"] = null;
        }
        return new JsonObject { [type] = details, ["type"] = type };
    }

    public static JsonObject Billing(string? name, string? email, JsonObject? address, string? phone = null) => new()
    {
        ["address"] = CustomerObject.Address(address ?? []),
        ["email"] = email,
        ["name"] = name,
        ["phone"] = phone,
        ["tax_id"] = null,
    };

    private static JsonObject New(string type, JsonObject billing, long now) => new()
    {
        ["id"] = SandboxIds.New("pm"),
        ["object"] = Kind,
        ["allow_redisplay"] = "unspecified",
        ["billing_details"] = billing,
        ["created"] = now,
        ["customer"] = null,
        ["customer_account"] = null,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["type"] = type,
    };

    private static string Fingerprint(string number) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(number)))[..16];
}
