using BlazorShop.Data;

namespace BlazorShop.Privacy;

/// <summary>A person's traces in all rooms, forgotten as far as the law lets us. The caller owns the transaction and tries again where it lost a race.</summary>
internal sealed class Erasure(IEnumerable<IPersonalData> rooms, ErasureWorker worker)
{
    private readonly IPersonalData[] rooms = [.. rooms.OrderBy(r => r.Place)];

    /// <summary>Makes sure that no money can come any more; may call over the network. Answers why not now, or null.</summary>
    public async Task<ErasureRefusal?> PrepareAsync(Person person, CancellationToken ct)
    {
        foreach (var room in rooms)
        {
            if (await room.PrepareAsync(person, ct) is { } notNow)
                return notNow;
        }

        return null;
    }

    /// <summary>Joins the caller's transaction; with a reason in the answer the caller rolls back.</summary>
    public async Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct)
    {
        foreach (var room in rooms)
        {
            if (await room.EraseAsync(db, person, ct) is { } refused)
                return refused;
        }

        if (person.Email is not { } email)
            return null;
        // What this very transaction says to them is forgotten too, once it is sent.
        await db.SaveChangesAsync(ct);
        foreach (var room in rooms)
            await room.EraseEmailAsync(db, email, ct);
        return null;
    }

    /// <summary>After the commit: what is left to do with others may begin.</summary>
    public void Committed() => worker.Ring();
}
