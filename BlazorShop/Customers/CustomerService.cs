using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Customers;

/// <summary>Who buys, and where to.</summary>
public sealed partial class CustomerService(IDbContextFactory<ShopDbContext> contexts, TimeProvider time) : ICustomerRegister
{
    /// <summary>The customer of an account; made at the first asking, once however many ask.</summary>
    public Task<CustomerId> ForUserAsync(string userId, CancellationToken ct) => Collision.RetryAsync(async () =>
    {
        // Who makes it at the same moment as somebody else finds theirs the next time; unless that account was erased in between.
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await FindAsync(db, userId, ct) is { } known)
            return known;
        var made = new Customer { Id = Id.New<CustomerId>(time), UserId = userId, CreatedAt = time.GetUtcNow().UtcDateTime };
        db.Customers.Add(made);
        await db.SaveChangesAsync(ct);
        return made.Id;
    }, ct);

    /// <summary>The name of the customer behind an account; null where there is neither.</summary>
    public async Task<string?> NameAsync(string userId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Customers.Where(c => c.UserId == userId).Select(c => c.FullName).FirstOrDefaultAsync(ct);
    }

    /// <summary>Somebody who bought without an account of ours. Joins the caller's transaction.</summary>
    public CustomerId AddWithoutAccount(ShopDbContext db)
    {
        var id = Id.New<CustomerId>(time);
        db.Customers.Add(new Customer { Id = id, UserId = $"none-{id.Value:N}", CreatedAt = time.GetUtcNow().UtcDateTime });
        return id;
    }

    /// <summary>Those of them who are customers no more: their accounts were erased.</summary>
    public async Task<IReadOnlyList<CustomerId>> GoneAsync(IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. customers.Except(await db.Customers.Where(c => customers.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct))];
    }

    /// <summary>
    /// The first statement of a transaction that holds goods for a customer: what else is held for them waits. False when they are erased. Joins the
    /// caller's transaction.
    /// </summary>
    public static async Task<bool> LockAsync(ShopDbContext db, CustomerId customer, CancellationToken ct) =>
        await db.Customers.Where(c => c.Id == customer).ExecuteUpdateAsync(s => s.SetProperty(c => c.CreatedAt, c => c.CreatedAt), ct) == 1;

    /// <summary>The address to offer at checkout: the default one, else the one used last.</summary>
    public async Task<Address?> DefaultAddressAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var entry = await db.Set<CustomerAddress>().AsNoTracking()
            .Where(a => a.CustomerId == customer)
            .OrderByDescending(a => a.IsDefault).ThenByDescending(a => a.UsedAt)
            .FirstOrDefaultAsync(ct);
        return entry?.Address;
    }

    /// <summary>Keeps an address that was used at checkout; the first one is the default. Joins the caller's transaction.</summary>
    public async Task RememberAddressAsync(ShopDbContext db, CustomerId customer, Address address, CancellationToken ct)
    {
        // The payment's form asks the rest of it.
        if (address.IsCountryOnly())
            return;
        var entries = await db.Set<CustomerAddress>().Where(a => a.CustomerId == customer).ToListAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        if (entries.FirstOrDefault(e => e.Address == address) is { } known)
        {
            known.UsedAt = now;
            return;
        }

        // From before regions and telephones were asked: the same place, now said in full.
        if (entries.FirstOrDefault(e => address.Completes(e.Address)) is { } older)
        {
            older.Address = address with { };
            older.UsedAt = now;
            if (older.IsDefault)
                await AddressSyncDueAsync(db, customer, ct);
            return;
        }

        if (entries.Count == 0)
            await AddressSyncDueAsync(db, customer, ct);
        db.Add(new CustomerAddress
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            CustomerId = customer,
            Address = address with { },
            IsDefault = entries.Count == 0,
            UsedAt = now,
        });
    }

    public async Task<string?> NameAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Customers.Where(c => c.Id == customer).Select(c => c.FullName).SingleOrDefaultAsync(ct);
    }

    public async Task RenameAsync(CustomerId customer, string? fullName, CancellationToken ct)
    {
        var name = Text.TrimToNull(fullName);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Customers.Where(c => c.Id == customer).ExecuteUpdateAsync(s => s.SetProperty(c => c.FullName, name), ct);
    }

    /// <summary>The address book, in the order in which it is offered.</summary>
    public async Task<IReadOnlyList<CustomerAddress>> AddressesAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CustomerAddress>().AsNoTracking()
            .Where(a => a.CustomerId == customer)
            .OrderByDescending(a => a.IsDefault).ThenByDescending(a => a.UsedAt)
            .ToListAsync(ct);
    }

    public async Task AddAddressAsync(CustomerId customer, Address address, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await RememberAddressAsync(db, customer, address, ct);
        await db.SaveChangesAsync(ct);
        DefaultChanged?.Invoke(customer);
    }

    /// <summary>Corrects an entry of the address book; orders keep the address they were placed with. False where this customer has no such entry.</summary>
    public async Task<bool> ChangeAddressAsync(CustomerId customer, Guid entry, Address address, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<CustomerAddress>().FirstOrDefaultAsync(a => a.Id == entry && a.CustomerId == customer, ct) is not { } known)
            return false;
        known.Address = address with { };
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Removes the customer and the address book. Joins the caller's transaction.</summary>
    public static async Task ForgetAsync(ShopDbContext db, CustomerId customer, CancellationToken ct)
    {
        await db.Set<CustomerAddress>().Where(a => a.CustomerId == customer).ExecuteDeleteAsync(ct);
        await db.Customers.Where(c => c.Id == customer).ExecuteDeleteAsync(ct);
    }

    /// <summary>False where this customer has no such address.</summary>
    public async Task<bool> MakeDefaultAsync(CustomerId customer, Guid address, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var entries = await db.Set<CustomerAddress>().Where(a => a.CustomerId == customer).ToListAsync(ct);
        if (entries.All(e => e.Id != address))
            return false;
        foreach (var entry in entries)
            entry.IsDefault = entry.Id == address;
        await AddressSyncDueAsync(db, customer, ct);
        await db.SaveChangesAsync(ct);
        DefaultChanged?.Invoke(customer);
        return true;
    }

    /// <summary>Forgets an address; where it was the default, the one used last takes its place.</summary>
    public async Task RemoveAddressAsync(CustomerId customer, Guid address, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var entries = await db.Set<CustomerAddress>().Where(a => a.CustomerId == customer).OrderByDescending(a => a.UsedAt).ToListAsync(ct);
        if (entries.FirstOrDefault(e => e.Id == address) is not { } gone)
            return;
        db.Remove(gone);
        if (gone.IsDefault && entries.FirstOrDefault(e => e.Id != address) is { } next)
            next.IsDefault = true;
        if (gone.IsDefault)
            await AddressSyncDueAsync(db, customer, ct);
        await db.SaveChangesAsync(ct);
        DefaultChanged?.Invoke(customer);
    }

    private static async Task<CustomerId?> FindAsync(ShopDbContext db, string userId, CancellationToken ct) =>
        await db.Customers.Where(c => c.UserId == userId).Select(c => (CustomerId?)c.Id).FirstOrDefaultAsync(ct);
}
