using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Data;

/// <summary>All holds as one. They have their turn in the order of registration, so that two transactions cannot wait for each other.</summary>
public sealed class Holds(IEnumerable<IHold> holds)
{
    private readonly IReadOnlyList<IHold> holds = [.. holds];

    /// <summary>What there is too little of; where there is any, the caller rolls back.</summary>
    public async Task<IReadOnlyList<QuoteProblem>> HoldAsync(ShopDbContext db, PaymentId payment, Quote wanted, CancellationToken ct)
    {
        var problems = new List<QuoteProblem>();
        foreach (var hold in holds)
            problems.AddRange(await hold.HoldAsync(db, payment, wanted, ct));
        return problems;
    }

    /// <summary>False when too little of something is left: then nothing of the payment is held.</summary>
    public async Task<bool> HoldAgainAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        foreach (var hold in holds)
        {
            if (await hold.HoldAgainAsync(db, payment, ct))
                continue;
            await ReleaseAsync(db, payment, ct);
            return false;
        }

        return true;
    }

    /// <summary>False when too little of something is left: then nothing is taken.</summary>
    public async Task<bool> TakeAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        // First all is promised, then all is taken: what is promised can be taken.
        if (!await HoldAgainAsync(db, payment, ct))
            return false;
        foreach (var hold in holds)
        {
            if (!await hold.TakeAsync(db, payment, ct))
                throw new InvalidOperationException($"{hold.GetType().Name} promised something to payment {payment} and does not give it.");
        }

        return true;
    }

    public async Task ReleaseAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        foreach (var hold in holds)
            await hold.ReleaseAsync(db, payment, ct);
    }

    public async Task RestoreAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        foreach (var hold in holds)
            await hold.RestoreAsync(db, payment, ct);
    }

    public async Task RecallAsync(ShopDbContext db, PaymentId payment, Quote bought, CancellationToken ct)
    {
        foreach (var hold in holds)
            await hold.RecallAsync(db, payment, bought, ct);
    }
}
