using System.Security.Cryptography;

namespace BlazorShop.PaymentsSandbox;

/// <summary>Ids that look like Stripe's and cannot be guessed.</summary>
internal static class SandboxIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string New(string prefix, int length = 24) => $"{prefix}_{RandomNumberGenerator.GetString(Alphabet, length)}";

    public static string Session() => New("cs_test", 58);

    public static string SecretOf(string id) => $"{id}_secret_{RandomNumberGenerator.GetString(Alphabet, 40)}";
}
