using System.Security.Cryptography;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// Hashes recovery codes and encrypts authenticator keys that an older release kept readable. Each row is changed only from the text that was
/// read, so that a kill in between, a second instance or somebody who makes new codes meanwhile loses nothing: the next start goes on.
/// A key that does not fit what is stored stops the start, before somebody is told that their code is wrong.
/// </summary>
internal sealed partial class ProtectStoredSecrets(
    IDbContextFactory<ShopDbContext> contexts,
    SecretBox box,
    IOptions<PasswordHasherOptions> hashing,
    IHostEnvironment environment,
    ILogger<ProtectStoredSecrets> logger) : IStartupTask
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        if (!box.HasKey && !environment.IsDevelopment())
            NoKey(logger);
        var converted = 0;
        for (var last = ""; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var rows = await db.UserTokens.AsNoTracking()
                .Where(t => t.LoginProvider == ShopUserStore.Provider && (t.Name == ShopUserStore.AuthenticatorKey || t.Name == ShopUserStore.RecoveryCodes))
                .Where(t => t.UserId.CompareTo(last) > 0)
                .OrderBy(t => t.UserId)
                .Take(Batch)
                .Select(t => new { t.UserId, t.Name, t.Value })
                .ToListAsync(ct);
            if (rows.Count == 0)
                break;
            // An account's two rows may straddle the edge of a batch: the account at the edge is read again with the next.
            var edge = rows.Count == Batch && rows[0].UserId != rows[^1].UserId ? rows[^1].UserId : null;
            foreach (var row in rows.Where(r => r.UserId != edge))
            {
                last = row.UserId;
                if (row.Value is not { Length: > 0 } stored || Protect(row.Name, stored, row.UserId) is not { } better)
                    continue;
                converted += await db.UserTokens
                    .Where(t => t.UserId == row.UserId && t.LoginProvider == ShopUserStore.Provider && t.Name == row.Name && t.Value == stored)
                    .ExecuteUpdateAsync(s => s.SetProperty(t => t.Value, better), ct);
            }
        }

        if (converted > 0)
            Converted(logger, converted);
    }

    /// <summary>How the row should read; null where it is right already.</summary>
    private string? Protect(string name, string stored, string owner)
    {
        if (name == ShopUserStore.RecoveryCodes)
            return RecoveryCodeHashes.IsHashed(stored) ? null : RecoveryCodeHashes.Hash(stored.Split(';', StringSplitOptions.RemoveEmptyEntries), hashing.Value.IterationCount);
        if (!SecretBox.IsSealed(stored))
            return box.HasKey ? box.Seal(stored, owner) : null;
        try
        {
            box.Open(stored, owner);
            return null;
        }
        catch (CryptographicException failure)
        {
            throw new InvalidOperationException(
                box.HasKey
                    ? "Security__Key isn't the key that encrypted the secrets in this database: set it to that key again."
                    : "Security__Key is empty, but secrets in this database are encrypted: set it to the key that was used.",
                failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Security__Key is not set: authenticator keys are kept readable in the database. Set it to 32 random bytes in base64.")]
    private static partial void NoKey(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} stored second factors are now encrypted or hashed")]
    private static partial void Converted(ILogger logger, int count);
}
