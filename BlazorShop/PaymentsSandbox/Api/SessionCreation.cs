using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>A new session, from what is given: its lines, its amounts and the ways to pay it.</summary>
internal static class SessionCreation
{
    public static JsonObject Create(ApiCall call)
    {
        var given = call.Params;
        var work = call.Work;
        var uiMode = given.Text("ui_mode") ?? "hosted_page";
        SessionRules.Check(given, uiMode, work);

        var session = SessionObject.New(given, uiMode, work.Now);
        if (given.Text("mode") == "setup")
            FillSetup(session, given);
        else
            FillPayment(session, given, work);
        if (given.Text("customer") is { } id && work.Find(CustomerObject.Kind, id)?.Text("email") is { } email)
            session["customer_details"] = SessionObject.Details(email, null, null, null);
        else if (given.Text("customer_email") is { } guest)
            session["customer_details"] = SessionObject.Details(guest, null, null, null);

        session["client_secret"] = SandboxIds.SecretOf(session.Id());
        // The secret outlives its display: a finished session no longer shows it, and still must recognise it.
        session.Hidden()["secret"] = session.Text("client_secret");
        if (uiMode == "hosted_page")
        {
            session["url"] = $"{call.BaseUrl}/sandbox/checkout/{session.Id()}#{session.Text("client_secret")}";
            session["client_secret"] = null;
        }
        return work.Put(session);
    }

    private static void FillSetup(JsonObject session, JsonObject given)
    {
        if (given["line_items"] is not null)
            throw ApiError.Invalid("You can not pass `line_items` in `setup` mode.", "line_items", null);
        session["payment_status"] = "no_payment_required";
        session["currency"] = given.Text("currency");
        session["total_details"] = null;
    }

    private static void FillPayment(JsonObject session, JsonObject given, SandboxWork work)
    {
        if (given["line_items"] is not JsonArray { Count: > 0 } items)
            throw ApiError.Missing("line_items");
        var lines = items.Select((item, i) => LineItemObject.For(item!.AsObject(), UnitPrice.Of(item!.AsObject(), i, given.Text("mode")), work.Now)).ToList();
        var currency = lines[0].Text("currency")!;
        if (lines.Any(line => line.Text("currency") != currency))
            throw ApiError.Invalid("All line items must have the same currency.", "line_items", null);
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
            Money.CheckStep(line.Object("price")!.Number("unit_amount"), currency, $"line_items[{index}][price_data][unit_amount]");

        var subtotal = lines.Sum(line => line.Number("amount_total"));
        var shipping = AddShipping(session, given);
        // What a tax or a fee that nobody expected would do.
        var total = subtotal + shipping + (work.IsOn(Switches.TotalsDiffer) ? 100 : 0);
        if (total < ChargeLimits.Least(currency))
            throw ApiError.Invalid(
                $"The Checkout Session's total amount due must add up to at least {Money.Show(ChargeLimits.Least(currency), currency)} {currency}", "line_items", "amount_too_small");
        if (total > ChargeLimits.Most(currency))
            throw ApiError.Invalid($"The Checkout Session's total amount due must be no more than {Money.Show(ChargeLimits.Most(currency), currency)}.", "line_items", "amount_too_large");

        session["currency"] = currency;
        session["amount_subtotal"] = subtotal;
        session["amount_total"] = total;
        session["payment_method_types"] = new JsonArray([.. MethodTypes(given, currency)]);
        if (given.Text("customer") is null && given.Text("mode") != "subscription")
            session["customer_creation"] = given.Text("customer_creation") ?? "if_required";
        foreach (var line in lines)
        {
            work.Put(line.Hidden()["product"]!.DeepClone().AsObject());
            line.Remove(Json.Backstage);
        }
        session.Hidden()["line_items"] = new JsonArray([.. lines]);
    }

    private static List<JsonNode> MethodTypes(JsonObject given, string currency)
    {
        var allowed = Names(given["allowed_payment_method_types"]);
        var excluded = Names(given["excluded_payment_method_types"]);
        // A debit that is known only days later would leave a subscription half begun: here it begins with a card.
        List<JsonNode> types = [.. new[] { "card", BankAccounts.TypeFor(currency) }.OfType<string>()
            .Where(type => (type == "card" || given.Text("mode") != "subscription") && (allowed.Count == 0 || allowed.Contains(type)) && !excluded.Contains(type)).Select(type => JsonValue.Create(type))];
        return types.Count > 0 ? types : throw ApiError.Refused("No valid payment method types for this Checkout Session.");
    }

    private static HashSet<string> Names(JsonNode? list) => [.. (list as JsonArray ?? []).Select(name => name!.GetValue<string>())];

    /// <summary>The first option is chosen; the form shows it as a line.</summary>
    private static long AddShipping(JsonObject session, JsonObject given)
    {
        if (given["shipping_options"] is not JsonArray { Count: > 0 } options)
            return 0;
        var shown = new JsonArray();
        foreach (var option in options.OfType<JsonObject>())
        {
            var rate = option.Object("shipping_rate_data") ?? throw ApiError.NoSuchParam("shipping rate", option.Text("shipping_rate") ?? "", "shipping_options[0][shipping_rate]");
            shown.Add(new JsonObject
            {
                ["shipping_amount"] = rate.Object("fixed_amount")?.Number("amount") ?? 0,
                ["shipping_rate"] = SandboxIds.New("shr"),
            });
        }
        var amount = shown[0]!.AsObject().Number("shipping_amount");
        Money.CheckStep(amount, options[0]!.AsObject().Object("shipping_rate_data")!.Object("fixed_amount")?.Text("currency"), "shipping_options[0][shipping_rate_data][fixed_amount][amount]");
        session["shipping_options"] = shown;
        session.Hidden()["shipping_name"] = options[0]!.AsObject().Object("shipping_rate_data")!.Text("display_name");
        session["shipping_cost"] = new JsonObject
        {
            ["amount_subtotal"] = amount,
            ["amount_tax"] = 0,
            ["amount_total"] = amount,
            ["shipping_rate"] = shown[0]!["shipping_rate"]!.DeepClone(),
        };
        session["total_details"]!["amount_shipping"] = amount;
        return amount;
    }
}
