using BlazorShop.Customers;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Accounts;

internal sealed class AccountEmails(IDbContextFactory<ShopDbContext> contexts) : IAccountEmails
{
    public async Task<string?> ConfirmedAsync(string email, CancellationToken ct)
    {
        // As Identity's own normalizer does, which is a scoped service.
        var wanted = email.Normalize().ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.Where(u => u.NormalizedEmail == wanted && u.EmailConfirmed).Select(u => u.Id).FirstOrDefaultAsync(ct);
    }
}
