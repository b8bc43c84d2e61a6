using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// The newest step whose one-time code an account has used (RFC 6238, steps of 30 seconds since 1970). A row of its own, because Identity
/// writes an account's row back whole and would forget what another request has spent meanwhile.
/// </summary>
public sealed class SpentCode
{
    public required string UserId { get; init; }

    public required long Step { get; set; }

    /// <summary>Takes this step, once: false where it, or a later one, was used before, also by another request at the same moment.</summary>
    internal static async Task<bool> SpendAsync(ShopDbContext db, string user, long step, CancellationToken ct)
    {
        var mine = db.Set<SpentCode>().Where(s => s.UserId == user);
        if (await mine.Where(s => s.Step < step).ExecuteUpdateAsync(s => s.SetProperty(c => c.Step, step), ct) == 1)
            return true;
        if (await mine.AnyAsync(ct))
            return false;
        db.Add(new SpentCode { UserId = user, Step = step });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            return false;
        }
    }
}

internal sealed class SpentCodeConfiguration : IEntityTypeConfiguration<SpentCode>
{
    public void Configure(EntityTypeBuilder<SpentCode> spent)
    {
        spent.ToTable("SpentCodes");
        spent.HasKey(s => s.UserId);
        // Goes with its account.
        spent.HasOne<ShopUser>().WithOne().HasForeignKey<SpentCode>(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
