using BlazorShop.Payments.Foreign;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Sessions on the account that no shop of this kind opened.</summary>
internal static partial class StripeSessions
{
    private const string SkuKey = "sku";

    /// <summary>What a shop of this kind writes on all it opens.</summary>
    private static readonly string[] marks = [PaymentKey, SubscriptionKey, "shop_id", "order_id", "order_number"];

    public static ForeignBasket ToBasket(Session session, IReadOnlyList<LineItem> lines) => new(
        [.. lines.Select(line => new ForeignLine(SkuOf(line), line.Description ?? "", (int)(line.Quantity ?? 1), line.AmountTotal))],
        StripeAddresses.Of(session),
        session.CustomerDetails?.Email ?? session.CustomerEmail ?? "",
        session.Mode == "subscription");

    private static bool IsForeign(Session session, PaymentIntent? intent) =>
        session.Mode is "payment" or "subscription" && !IsMarked(session.Metadata) && !IsMarked(intent?.Metadata) && !IsMarked(session.Subscription?.Metadata);

    private static bool IsMarked(Dictionary<string, string>? metadata) => metadata is not null && marks.Any(metadata.ContainsKey);

    /// <summary>Line, product, price: whoever wrote nearest to the sale knows best.</summary>
    private static string? SkuOf(LineItem line) =>
        new[] { line.Metadata?.GetValueOrDefault(SkuKey), line.Price?.Product?.Metadata?.GetValueOrDefault(SkuKey), line.Price?.LookupKey }
            .FirstOrDefault(sku => !string.IsNullOrWhiteSpace(sku))?.Trim();
}
