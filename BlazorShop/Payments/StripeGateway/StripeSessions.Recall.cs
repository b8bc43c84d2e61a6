using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Pricing;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>A payment that was lost here, made again from what Stripe kept of it.</summary>
internal static partial class StripeSessions
{
    /// <summary>What we once asked, read back from what Stripe kept of it; null when the session is not one of ours.</summary>
    public static PaymentRequest? ToRequest(Session session, IReadOnlyList<LineItem> lines)
    {
        if (PaymentOf(session) is not { } payment
            || !Guid.TryParse(session.Metadata.GetValueOrDefault("order_id"), CultureInfo.InvariantCulture, out var order)
            || !Guid.TryParse(session.Metadata.GetValueOrDefault("customer_id"), CultureInfo.InvariantCulture, out var customer)
            || session.Metadata.GetValueOrDefault("order_number") is not { } number)
        {
            return null;
        }

        var currency = (session.Currency ?? "").ToUpperInvariant();
        return new PaymentRequest
        {
            Payment = payment,
            Order = new OrderId(order),
            Customer = new CustomerId(customer),
            Shop = session.Metadata.GetValueOrDefault("shop_id") ?? "",
            Attempt = int.TryParse(session.Metadata.GetValueOrDefault("attempt"), CultureInfo.InvariantCulture, out var attempt) ? attempt : 1,
            OrderNumber = number,
            Lines = [.. lines.Select(line => new QuoteLine(
                new ItemSnapshot
                {
                    Variant = new VariantId(Guid.TryParse(line.Metadata?.GetValueOrDefault("variant_id"), CultureInfo.InvariantCulture, out var variant) ? variant : Guid.Empty),
                    ProductSlug = line.Metadata?.GetValueOrDefault("slug") ?? "",
                    Name = line.Metadata?.GetValueOrDefault("name") ?? line.Description ?? "",
                    Options = line.Metadata?.GetValueOrDefault("options") ?? "",
                    Sku = line.Metadata?.GetValueOrDefault("sku") ?? "",
                },
                new Money(line.Price?.UnitAmount ?? (line.AmountTotal / Math.Max(1, line.Quantity ?? 1)), currency),
                (int)(line.Quantity ?? 1)))],
            Total = new Money(session.AmountTotal ?? 0, currency),
            Email = session.CustomerDetails?.Email ?? session.CustomerEmail ?? "",
            ShippingAddress = StripeAddresses.Of(session) ?? new BlazorShop.Common.Address(),
            ShippingCountries = [],
            ReturnUrl = session.ReturnUrl ?? "",
            Locale = session.Locale ?? "auto",
            ExpiresAt = session.ExpiresAt,
            Recurrence = lines is [var first, ..] ? ToRecurrence(first.Price?.Recurring) : null,
            Subscription = SubscriptionOf(session.Metadata),
        };
    }
}
