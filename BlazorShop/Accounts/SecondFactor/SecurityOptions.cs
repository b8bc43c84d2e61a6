namespace BlazorShop.Accounts.SecondFactor;

/// <summary>Settings <c>Security__*</c>.</summary>
public sealed class SecurityOptions
{
    /// <summary>AES-256 wants this many bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>32 bytes in base64 that encrypt secrets kept in the database; null keeps them as they are.</summary>
    public string? Key { get; set; }

    /// <summary>The key's bytes; null where there is none.</summary>
    public byte[]? KeyOrNull => string.IsNullOrWhiteSpace(Key) ? null : Convert.FromBase64String(Key.Trim());

    /// <summary>Whether <see cref="Key"/> is absent or the base64 of exactly 32 bytes.</summary>
    public bool IsValid
    {
        get
        {
            if (string.IsNullOrWhiteSpace(Key))
                return true;
            Span<byte> bytes = stackalloc byte[KeyBytes + 1];
            return Convert.TryFromBase64String(Key.Trim(), bytes, out var length) && length == KeyBytes;
        }
    }
}
