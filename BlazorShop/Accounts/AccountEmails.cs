using BlazorShop.Customers;
using BlazorShop.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Accounts;

internal sealed class AccountEmails(IDbContextFactory<ShopDbContext> contexts, ILookupNormalizer normalizer) : IAccountEmails
{
    public async Task<string?> ConfirmedAsync(string email, CancellationToken ct)
    {
        var wanted = normalizer.NormalizeEmail(email);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.Where(u => u.NormalizedEmail == wanted && u.EmailConfirmed).Select(u => u.Id).FirstOrDefaultAsync(ct);
    }
}
