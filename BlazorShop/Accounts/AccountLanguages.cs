using BlazorShop.Data;
using BlazorShop.Localization;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Accounts;

internal sealed class AccountLanguages(IDbContextFactory<ShopDbContext> contexts) : IReaderLanguages
{
    public async Task<Language> OfAsync(string email, CancellationToken ct)
    {
        // As Identity's own normalizer does, which is a scoped service.
        var wanted = email.Normalize().ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return Languages.Find(await db.Users.Where(u => u.NormalizedEmail == wanted).Select(u => u.Language).FirstOrDefaultAsync(ct)) ?? Languages.Neutral;
    }
}
