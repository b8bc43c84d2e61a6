using System.Security.Cryptography;
using System.Text;

namespace BlazorShop.PaymentsSandbox.Events;

/// <summary>Stripe's scheme v1: HMAC-SHA256 over "{t}.{body}" with the whole secret as key, in lower-case hex.</summary>
internal static class WebhookSignature
{
    public static string Header(string body, string secret, long timestamp)
    {
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        return $"t={timestamp},v1={Convert.ToHexStringLower(mac)}";
    }
}
