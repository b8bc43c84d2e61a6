using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>Puts whole objects where an answer holds ids, as <c>expand[]</c> asks.</summary>
internal static class Expansion
{
    private const int MaxDepth = 4;

    private static readonly Dictionary<string, string> KindOf = new()
    {
        ["payment_intent"] = PaymentIntentObject.Kind,
        ["setup_intent"] = SetupIntentObject.Kind,
        ["latest_charge"] = ChargeObject.Kind,
        ["charge"] = ChargeObject.Kind,
        ["customer"] = CustomerObject.Kind,
        ["payment_method"] = PaymentMethodObject.Kind,
        ["balance_transaction"] = BalanceTransactionObject.Kind,
        ["product"] = "product",
        ["subscription"] = SubscriptionObject.Kind,
        ["invoice"] = InvoiceObject.Kind,
        ["latest_invoice"] = InvoiceObject.Kind,
        ["default_payment_method"] = PaymentMethodObject.Kind,
    };

    /// <summary>Members that Stripe could expand and that are always null here.</summary>
    private static readonly HashSet<string> Empty =
        ["review", "default_source", "payment_link", "discounts", "shipping_rate", "breakdown"];

    public static void Apply(SandboxWork work, JsonObject root, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var steps = path.Split('.');
            if (steps.Length > MaxDepth)
                throw ApiError.Invalid($"You cannot expand more than {MaxDepth} levels of a property. Property: {path}", "expand", null);
            Step(work, root, steps, path);
        }
    }

    private static void Step(SandboxWork work, JsonObject at, ReadOnlySpan<string> steps, string path)
    {
        if (steps.Length == 0)
            return;
        var name = steps[0];
        switch (at[name])
        {
            case JsonArray list:
                foreach (var item in list.OfType<JsonObject>())
                    Step(work, item, steps[1..], path);
                return;
            case JsonObject there:
                Step(work, there, steps[1..], path);
                return;
            case JsonValue id when KindOf.TryGetValue(name, out var kind):
                if (work.Find(kind, id.GetValue<string>()) is not { } found)
                    return;
                var whole = kind == CustomerObject.Kind && found.Flag("deleted") ? CustomerApi.Gone(found) : found.Shown();
                at[name] = whole;
                Step(work, whole, steps[1..], path);
                return;
        }

        switch (at.Text("object"), name)
        {
            case (SessionObject.Kind, "line_items"):
                var lines = SessionApi.Lines(work, at.Id());
                at[name] = lines;
                Step(work, lines, steps[1..], path);
                return;
            case (InvoiceObject.Kind, "payments"):
                var payments = InvoiceApi.PaymentsOf(work, at.Id());
                at[name] = payments;
                Step(work, payments, steps[1..], path);
                return;
            case (ChargeObject.Kind, "refunds"):
                at[name] = Listing.Whole($"/v1/charges/{at.Id()}/refunds", work.All(RefundObject.Kind, ("charge", at.Id())));
                return;
        }
        if (!KindOf.ContainsKey(name) && !Empty.Contains(name) && !at.ContainsKey(name))
            throw ApiError.Invalid($"This property cannot be expanded ({name}).", "expand", null);
    }
}
