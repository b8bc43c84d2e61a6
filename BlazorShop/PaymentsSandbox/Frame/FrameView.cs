using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Frame;

/// <summary>What the form needs to know about a session, and nothing more.</summary>
internal static class FrameView
{
    public static JsonObject? Of(SandboxWork work, string id)
    {
        if (Sessions.Find(work, id) is not { } session)
            return null;
        var currency = session.Text("currency");
        var view = new JsonObject
        {
            ["status"] = session.Text("status"),
            ["payment_status"] = session.Text("payment_status"),
            ["mode"] = session.Text("mode"),
            ["return_url"] = Sessions.ReturnUrl(session),
        };
        if (!SessionObject.IsOpen(session))
            return view;

        var customer = work.Find(CustomerObject.Kind, session.Text("customer"));
        var intent = work.Find(PaymentIntentObject.Kind, PaymentAttempts.IntentIdOf(session));
        view["total"] = session.MaybeNumber("amount_total") is { } total ? Money.Show(total, currency) : null;
        view["lines"] = Lines(session, currency);
        view["email"] = customer?.Text("email") ?? session.Text("customer_email");
        view["email_locked"] = view.Text("email") is not null;
        var saved = SandboxCards.Offered(work, session);
        view["billing"] = SandboxCards.Prefills(work, session) ? Billing(customer, saved.FirstOrDefault()) : null;
        view["billing_required"] = session.Text("billing_address_collection") == "required";
        view["card"] = FilledIn.Offers(session, "card");
        view["bank"] = FilledIn.Offers(session, BankAccounts.TypeFor(currency ?? ""));
        view["can_save"] = customer is not null && session.Text("mode") == "payment"
            && session.Object("saved_payment_method_options")?.Text("payment_method_save") == "enabled";
        view["phone"] = session.Object("phone_number_collection")?.Flag("enabled") == true;
        view["challenge"] = intent?.Text("status") == "requires_action";
        view["saved"] = new JsonArray([.. saved.Select(Card)]);
        view["shipping"] = Shipping(session, SandboxCards.Prefills(work, session) ? customer : null);
        view["branding"] = session.Copy("branding_settings");
        return view;
    }

    private static JsonArray Lines(JsonObject session, string? currency)
    {
        var lines = new JsonArray();
        foreach (var line in (session.Hidden()["line_items"] as JsonArray ?? []).OfType<JsonObject>())
            lines.Add(new JsonObject
            {
                ["name"] = line.Text("description") + Every(line.Object("price")?.Object("recurring")),
                ["quantity"] = line.Number("quantity"),
                ["each"] = line.Number("quantity") > 1 ? Money.Show(line.Object("price")!.Number("unit_amount"), currency) : null,
                ["amount"] = Money.Show(line.Number("amount_total"), currency),
            });
        if (session.Object("shipping_cost") is { } shipping)
            lines.Add(new JsonObject
            {
                ["name"] = session.Hidden().Text("shipping_name") ?? "Shipping",
                ["quantity"] = 1,
                ["each"] = null,
                ["amount"] = Money.Show(shipping.Number("amount_total"), currency),
            });
        return lines;
    }

    private static string Every(JsonObject? recurring) => recurring is null ? ""
        : recurring.Number("interval_count") == 1 ? $", every {recurring.Text("interval")}" : $", every {recurring.Number("interval_count")} {recurring.Text("interval")}s";

    private static JsonNode Card(JsonObject method)
    {
        var card = method.Object("card")!;
        return new JsonObject
        {
            ["id"] = method.Id(),
            ["brand"] = card.Text("brand"),
            ["last4"] = card.Text("last4"),
            ["expires"] = $"{card.Number("exp_month"):00} / {card.Number("exp_year") % 100:00}",
            ["billing"] = Details(method.Object("billing_details")!),
        };
    }

    /// <summary>What another card's fields begin with: the details of the card that is offered first, else the customer's own.</summary>
    private static JsonObject? Billing(JsonObject? customer, JsonObject? first) =>
        first?.Object("billing_details") is { } known ? Details(known)
        : customer is null ? null
        : Details(new JsonObject
        {
            ["name"] = customer.Text("name"),
            ["address"] = customer.Copy("address") ?? customer.Object("shipping")?.Copy("address"),
        });

    private static JsonObject Details(JsonObject billing) => new()
    {
        ["name"] = billing.Text("name"),
        ["address"] = CustomerObject.Address(billing.Object("address") ?? []),
    };

    /// <summary>Prefilled when the customer's own address is in a country the shop ships to.</summary>
    private static JsonObject? Shipping(JsonObject session, JsonObject? customer)
    {
        if (session.Object("shipping_address_collection") is not { } collection)
            return null;
        var allowed = collection["allowed_countries"]?.DeepClone().AsArray() ?? [];
        var known = customer?.Object("shipping");
        var usable = allowed.Any(country => country?.GetValue<string>() == known?.Object("address")?.Text("country"));
        return new JsonObject
        {
            ["countries"] = allowed,
            ["name"] = usable ? known?.Text("name") : null,
            ["address"] = usable ? known?.Copy("address") : null,
        };
    }
}
