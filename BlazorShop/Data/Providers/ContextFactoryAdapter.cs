using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data.Providers;

/// <summary>Hands out the configured provider's context as the shop's.</summary>
internal sealed class ContextFactoryAdapter<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<ShopDbContext>
    where TContext : ShopDbContext
{
    public ShopDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<ShopDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
