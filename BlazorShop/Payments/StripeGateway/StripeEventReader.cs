using System.Text.Json;
using BlazorShop.Payments.Inbox;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What Stripe's events ask us to look at. Only type and object id are read: the object itself is fetched again.</summary>
internal sealed class StripeEventReader : IInboxReader
{
    /// <summary>The types that change something here; also what is asked of Stripe's own list of events.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        EventTypes.CheckoutSessionCompleted,
        EventTypes.CheckoutSessionAsyncPaymentSucceeded,
        EventTypes.CheckoutSessionAsyncPaymentFailed,
        EventTypes.CheckoutSessionExpired,
        EventTypes.ChargeRefunded,
        EventTypes.RefundCreated,
        EventTypes.RefundUpdated,
        EventTypes.RefundFailed,
        EventTypes.ChargeDisputeCreated,
        EventTypes.ChargeDisputeUpdated,
        EventTypes.ChargeDisputeClosed,
        EventTypes.ChargeDisputeFundsWithdrawn,
        EventTypes.ChargeDisputeFundsReinstated,
        EventTypes.PaymentMethodAttached,
        EventTypes.CustomerSubscriptionCreated,
        EventTypes.CustomerSubscriptionUpdated,
        EventTypes.CustomerSubscriptionDeleted,
        EventTypes.CustomerSubscriptionPaused,
        EventTypes.CustomerSubscriptionResumed,
        EventTypes.InvoicePaid,
        EventTypes.InvoicePaymentFailed,
        EventTypes.InvoiceVoided,
        EventTypes.InvoiceMarkedUncollectible,
    ];

    public InboxHint Read(InboxEvent stored)
    {
        // A thin event is called by the version of the API it belongs to, and otherwise as its snapshot.
        var type = stored.Type.StartsWith("v1.", StringComparison.Ordinal) ? stored.Type[3..] : stored.Type;
        if (!Types.Contains(type))
            return new InboxHint.Nothing(InboxResult.TypeIgnored);
        return (stored.ObjectId, type) switch
        {
            (null, _) => new InboxHint.Nothing(InboxResult.NoObject),
            // What an old event said is gone; its object is there to be read.
            ({ } id, _) when stored.Payload.Length == 0 && id.StartsWith("cs_", StringComparison.Ordinal) => new InboxHint.AnyForm(id),
            ({ } id, EventTypes.ChargeRefunded) when stored.Payload.Length == 0 => new InboxHint.RefundsOfCharge(id),
            ({ } id, _) when id.StartsWith("cs_", StringComparison.Ordinal) && TextOf(stored, "mode") == "setup" => new InboxHint.CardForm(id),
            ({ } id, EventTypes.PaymentMethodAttached) => new InboxHint.Card(id),
            ({ } id, _) when id.StartsWith("cs_", StringComparison.Ordinal) => new InboxHint.Session(id),
            ({ } id, EventTypes.ChargeRefunded) => PaymentIntentOf(stored) is { } intent
                ? new InboxHint.RefundsOf(intent)
                : new InboxHint.Nothing(InboxResult.ChargeWithoutPayment, id),
            ({ } id, _) when id.StartsWith("re_", StringComparison.Ordinal) || id.StartsWith("pyr_", StringComparison.Ordinal) => new InboxHint.Refund(id),
            ({ } id, _) when type.StartsWith("charge.dispute.", StringComparison.Ordinal) => new InboxHint.Dispute(id),
            ({ } id, _) when id.StartsWith("sub_", StringComparison.Ordinal) => new InboxHint.Subscription(id),
            ({ } id, _) when id.StartsWith("in_", StringComparison.Ordinal) => new InboxHint.Invoice(id),
            _ => new InboxHint.Nothing(InboxResult.OtherObject),
        };
    }

    private static string? PaymentIntentOf(InboxEvent stored) => TextOf(stored, "payment_intent");

    private static string? TextOf(InboxEvent stored, string member)
    {
        try
        {
            using var body = JsonDocument.Parse(stored.Payload, new JsonDocumentOptions { MaxDepth = 1000 });
            return body.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("object", out var about)
                && about.ValueKind == JsonValueKind.Object
                && about.TryGetProperty(member, out var value)
                && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
