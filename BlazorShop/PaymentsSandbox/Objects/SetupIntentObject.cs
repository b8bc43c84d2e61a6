using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class SetupIntentObject
{
    public const string Kind = "setup_intent";

    private const string Blank = """
        {
          "id": "", "object": "setup_intent", "allowed_payment_method_types": null, "application": null, "automatic_payment_methods": null,
          "cancellation_reason": null, "client_secret": null, "created": 0, "customer": null, "customer_account": null, "description": null,
          "excluded_payment_method_types": null, "flow_directions": null, "last_setup_error": null, "latest_attempt": null,
          "livemode": false, "mandate": null, "metadata": {}, "next_action": null, "on_behalf_of": null, "payment_method": null,
          "payment_method_configuration_details": null, "payment_method_options": {}, "payment_method_types": ["card"],
          "single_use_mandate": null, "status": "requires_payment_method", "usage": "off_session"
        }
        """;

    public static JsonObject For(JsonObject session, long now)
    {
        var data = session.Hidden().Object("setup_intent_data") ?? [];
        var intent = Json.Parse(Blank);
        var id = SandboxIds.New("seti");
        intent["id"] = id;
        intent["client_secret"] = SandboxIds.SecretOf(id);
        intent["created"] = now;
        intent["customer"] = session.Copy("customer");
        intent["description"] = data.Copy("description");
        intent["metadata"] = data.Copy("metadata") ?? new JsonObject();
        intent.Hidden()["session"] = session.Id();
        return intent;
    }
}
