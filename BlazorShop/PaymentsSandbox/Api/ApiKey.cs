using System.Security.Cryptography;
using System.Text;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>The secret key of a request, compared with the key that the sandbox was configured with.</summary>
internal static class ApiKey
{
    public static void Check(string authorization, string? secretKey)
    {
        var token = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : BasicUser(authorization);
        if (token.Length == 0)
            throw new ApiError(401, "invalid_request_error",
                "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        var expected = secretKey?.Trim() ?? "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(expected)))
            throw new ApiError(401, "invalid_request_error", $"Invalid API Key provided: {token[..Math.Min(token.Length, 8)]}****");
    }

    /// <summary>The key as the user name of HTTP Basic, as <c>curl -u sk_test_…:</c> sends it; empty where there is none.</summary>
    private static string BasicUser(string header)
    {
        var bytes = new byte[header.Length];
        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : "";
    }
}
