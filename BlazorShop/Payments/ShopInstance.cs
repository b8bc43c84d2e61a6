using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Which shop this is, whatever its address: written on everything at the provider, so that only our own comes back.</summary>
public sealed class ShopInstance(IDbContextFactory<ShopDbContext> contexts, TimeProvider time) : IStartupTask
{
    private const string Name = "instance";
    private const string Start = "first-start";
    private string? known;
    private DateTime? started;

    public Task RunAsync(CancellationToken ct) => FirstStartAsync(ct);

    /// <summary>When this shop began, to the second before: what was paid on its account earlier is none of its business.</summary>
    public async Task<DateTime> FirstStartAsync(CancellationToken ct)
    {
        if (started is { } then)
            return then;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mark = db.Set<ShopMark>().Where(m => m.Name == Start).Select(m => m.Value);
        if (await mark.FirstOrDefaultAsync(ct) is not { } there)
        {
            there = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            db.Add(new ShopMark { Name = Start, Value = there });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException failure) when (Collision.Is(failure))
            {
                // Another instance of the same shop was first; its mark is the shop's.
                there = await mark.SingleAsync(ct);
            }
        }

        started = DateTime.Parse(there, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        return started.Value;
    }

    /// <summary>
    /// Keeps the provider's account of an environment beside the shop's own id. Answers the one that was there before, where it is
    /// another; null otherwise.
    /// </summary>
    public async Task<string?> NoteAccountAsync(string environment, string account, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = "account:" + environment;
        var mark = db.Set<ShopMark>().Where(m => m.Name == name);
        if (await mark.Select(m => m.Value).FirstOrDefaultAsync(ct) is { } there)
        {
            if (there == account)
                return null;
            await mark.ExecuteUpdateAsync(s => s.SetProperty(m => m.Value, account), ct);
            return there;
        }

        db.Add(new ShopMark { Name = name, Value = account });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // Another instance of the same shop was first.
        }

        return null;
    }

    public async Task<string> IdAsync(CancellationToken ct)
    {
        if (known is not null)
            return known;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mark = db.Set<ShopMark>().Where(m => m.Name == Name).Select(m => m.Value);
        if (await mark.FirstOrDefaultAsync(ct) is { } there)
            return known = there;
        db.Add(new ShopMark { Name = Name, Value = Guid.NewGuid().ToString("N") });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // Another instance of the same shop was first; its mark is the shop's.
        }

        return known = await mark.SingleAsync(ct);
    }
}
