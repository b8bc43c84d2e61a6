using System.Text.Json;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

internal sealed class StripeEvents : IProviderEvents
{
    public string ApiVersion => StripeConfiguration.ApiVersion;

    public DateTime? CreatedAt(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var body = JsonDocument.Parse(payload);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("created", out var created)
                && created.ValueKind == JsonValueKind.Number
                && created.TryGetInt64(out var seconds)
                && seconds is > 0 and < 253402300800
                ? DateTime.UnixEpoch.AddSeconds(seconds)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
