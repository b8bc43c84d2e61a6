using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>Codes of an authenticator app (RFC 6238: HMAC-SHA-1, steps of 30 seconds, six digits) and their keys (RFC 4648 base32, 160 bits).</summary>
internal static class OneTimeCodes
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int KeyBytes = 20;

    /// <summary>Clocks may differ by this many steps in either direction.</summary>
    private const int Window = 1;

    public static string NewKey()
    {
        var bytes = RandomNumberGenerator.GetBytes(KeyBytes);
        var key = new StringBuilder(KeyBytes * 8 / 5);
        for (int i = 0, buffer = 0, bits = 0; i < bytes.Length; i++)
        {
            buffer = (buffer << 8) | bytes[i];
            for (bits += 8; bits >= 5; bits -= 5)
                key.Append(Base32[(buffer >> (bits - 5)) & 31]);
        }

        return key.ToString();
    }

    /// <summary>The step this code belongs to; null where it fits none of those around now.</summary>
    public static long? StepOf(string key, string code, DateTimeOffset now)
    {
        if (code.Length != 6 || !code.All(char.IsAsciiDigit) || Decode(key) is not { } secret)
            return null;
        var present = now.ToUnixTimeSeconds() / 30;
        long? found = null;
        for (var step = present - Window; step <= present + Window; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), Encoding.ASCII.GetBytes(code)))
                found = step;
        }

        return found;
    }

    private static string CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The standard says SHA-1, and so do the apps.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[]? Decode(string key)
    {
        var bytes = new List<byte>(key.Length * 5 / 8);
        int buffer = 0, bits = 0;
        foreach (var letter in key)
        {
            var value = Base32.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
                return null;
            buffer = ((buffer << 5) | value) & 0xffff;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(buffer >> bits));
        }

        return [.. bytes];
    }
}
