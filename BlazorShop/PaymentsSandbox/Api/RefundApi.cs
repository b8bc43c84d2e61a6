using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class RefundApi
{
    public static JsonObject Create(ApiCall call)
    {
        Metadata.Check(call.Params.Object("metadata"), "metadata");
        // These belong to refunds of a customer's balance; those two below to the application that made the charge.
        foreach (var name in new[] { "currency", "customer", "origin" })
        {
            if (call.Params[name] is not null)
                throw ApiError.Invalid($"You can only pass `{name}` to refund a customer balance.", name, null);
        }

        foreach (var name in new[] { "refund_application_fee", "reverse_transfer" })
        {
            if (call.Params.Flag(name))
                throw ApiError.Invalid($"Only the application that created the charge can pass `{name}`.", name, null);
        }

        return Refunds.Give(call.Work, ChargeOf(call), call.Params.MaybeNumber("amount"), call.Params.Text("reason"), call.Params["metadata"]);
    }

    private static JsonObject ChargeOf(ApiCall call)
    {
        if (call.Params.Text("charge") is { } id)
            return call.Work.Find(ChargeObject.Kind, id) ?? throw ApiError.NoSuch("charge", id, "charge");
        if (call.Params.Text("payment_intent") is not { } intentId)
            throw ApiError.Invalid("One of the following params should be provided for this request: payment_intent or charge.", "charge", "parameter_missing");
        var intent = call.Work.Find(PaymentIntentObject.Kind, intentId) ?? throw ApiError.NoSuch("payment_intent", intentId, "payment_intent");
        var charge = call.Work.Find(ChargeObject.Kind, intent.Text("latest_charge"));
        return charge?.Flag("paid") == true
            ? charge
            : throw ApiError.Refused($"This PaymentIntent ({intentId}) does not have a successful charge to refund.", "payment_intent");
    }
}
