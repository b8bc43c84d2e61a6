using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

/// <summary>Why a bank said no, in Stripe's codes and in words for the buyer.</summary>
internal sealed record Decline(string Code, string? DeclineCode, string Message, string? Param = null, bool Blocked = false)
{
    public static readonly Decline Authentication = new("payment_intent_authentication_failure", null,
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.");

    public JsonObject AsLastError(JsonObject method, string? charge)
    {
        var error = new JsonObject
        {
            ["type"] = Code == Authentication.Code ? "invalid_request_error" : "card_error",
            ["code"] = Code,
            ["doc_url"] = $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}",
            ["message"] = Message,
            ["payment_method"] = method.Shown(),
        };
        if (DeclineCode is not null)
            error["decline_code"] = DeclineCode;
        if (Param is not null)
            error["param"] = Param;
        if (charge is not null)
            error["charge"] = charge;
        return error;
    }
}
