using System.Security.Cryptography;
using System.Text;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// How recovery codes are kept: as PBKDF2 hashes under one salt for the whole set, so that a code is tried against all ten with one
/// derivation. The text is <c>pbkdf2:{iterations}:{salt}:{hash};{hash};…</c>, salt and hashes in base64.
/// </summary>
internal static class RecoveryCodeHashes
{
    private const string Mark = "pbkdf2:";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public static bool IsHashed(string stored) => stored.StartsWith(Mark, StringComparison.Ordinal);

    public static string Hash(IEnumerable<string> codes, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(iterations, salt, codes.Select(code => Derive(code, salt, iterations)));
    }

    public static int Count(string? stored) => string.IsNullOrEmpty(stored) ? 0 : Read(stored).Hashes.Count;

    /// <summary>What is kept after this code was used; null where it is none of them.</summary>
    public static string? Spend(string? stored, string code)
    {
        if (string.IsNullOrEmpty(stored))
            return null;
        var (iterations, salt, hashes) = Read(stored);
        var tried = Derive(code, salt, iterations);
        var left = hashes.Where(hash => !CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(hash), Convert.FromBase64String(tried))).ToList();
        return left.Count < hashes.Count ? Text(iterations, salt, left) : null;
    }

    private static (int Iterations, byte[] Salt, List<string> Hashes) Read(string stored)
    {
        var parts = stored.Split(':');
        if (!IsHashed(stored) || parts.Length != 4 || !int.TryParse(parts[1], out var iterations))
            throw new CryptographicException("Recovery codes in the database are not hashed: the start-up task that does it has not run.");
        return (iterations, Convert.FromBase64String(parts[2]), [.. parts[3].Split(';', StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static string Text(int iterations, byte[] salt, IEnumerable<string> hashes) =>
        $"{Mark}{iterations}:{Convert.ToBase64String(salt)}:{string.Join(';', hashes)}";

    private static string Derive(string code, byte[] salt, int iterations) => Convert.ToBase64String(
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant()), salt, iterations, HashAlgorithmName.SHA512, HashBytes));
}
