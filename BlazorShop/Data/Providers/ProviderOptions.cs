using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BlazorShop.Data.Providers;

/// <summary>How the shop uses each database: the same in the application, in tests and for whoever builds a context by hand.</summary>
/// <remarks>
/// No retrying execution strategy: it would refuse every transaction of ours that it did not start itself, and repeat a
/// commit whose answer got lost. Who is cut off sees an error; the inbox, the outbox and the reconciliation try again.
/// </remarks>
internal static class ProviderOptions
{
    public static DbContextOptionsBuilder UseShopDatabase(this DbContextOptionsBuilder options, DatabaseProvider provider, string connection)
    {
        switch (provider)
        {
            case DatabaseProvider.Sqlite:
                options
                    .UseSqlite(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
                    .AddInterceptors(SqlitePragmas.Instance);
                break;
            case DatabaseProvider.SqlServer:
                options.UseSqlServer(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
                break;
            case DatabaseProvider.Postgres:
                options.UseNpgsql(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
                break;
            default:
                throw new InvalidOperationException($"Database__Provider {provider} is not one of Sqlite, SqlServer, Postgres.");
        }

        return options
            .AddInterceptors(VersionInterceptor.Instance, CleanText.Instance)
            // Money pages read several collections of one order on purpose; a split query is how.
            .ConfigureWarnings(w => w.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
    }
}
