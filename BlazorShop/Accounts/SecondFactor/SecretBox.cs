using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// Encrypts short secrets for the database with the key from <c>Security__Key</c> (AES-256-GCM). The owner's id is authenticated with the
/// secret, so that a row copied to another account is not accepted there. Without a key, secrets stay as they are.
/// </summary>
internal sealed class SecretBox(IOptions<SecurityOptions> options)
{
    private const string Mark = "aes1:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[]? key = options.Value.KeyOrNull;

    public bool HasKey => key is not null;

    /// <summary>Whether the stored text was encrypted by a shop with a key.</summary>
    public static bool IsSealed(string stored) => stored.StartsWith(Mark, StringComparison.Ordinal);

    public string Seal(string secret, string owner)
    {
        if (key is null)
            return secret;
        var plain = Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = bytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), Encoding.UTF8.GetBytes(owner));
        return Mark + Convert.ToBase64String(bytes);
    }

    /// <exception cref="CryptographicException">The text was encrypted with another key, or for another owner, or no key is set.</exception>
    public string Open(string stored, string owner)
    {
        if (!IsSealed(stored))
            return stored;
        if (key is null)
            throw new CryptographicException("A secret in the database is encrypted, and Security__Key is not set.");
        var bytes = new byte[stored.Length];
        if (!Convert.TryFromBase64String(stored[Mark.Length..], bytes, out var length) || length < NonceBytes + TagBytes)
            throw new CryptographicException("A secret in the database is damaged.");
        var plain = new byte[length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            bytes.AsSpan(0, NonceBytes),
            bytes.AsSpan(NonceBytes, plain.Length),
            bytes.AsSpan(NonceBytes + plain.Length, TagBytes),
            plain,
            Encoding.UTF8.GetBytes(owner));
        return Encoding.UTF8.GetString(plain);
    }
}
