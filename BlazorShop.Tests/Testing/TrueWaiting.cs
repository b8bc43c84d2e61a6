using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// SQLite's driver is synchronous behind its async methods, so on it nothing ever waits and no test sees what happens while
/// something does: a page rendered before its model is there, a scope gone while it still queries. With this every command,
/// connection and transaction truly gives its thread away first, as with a server. The driver still blocks threads while a lock is held:
/// there are enough of them, so that whoever holds it finds one to go on with.
/// </summary>
internal sealed class TrueWaiting : IDbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    public static readonly TrueWaiting Instance = new();

    [ModuleInitializer]
    internal static void EnoughThreads()
    {
        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(200, ports);
    }

    private static async ValueTask<T> AfterAHopAsync<T>(T result)
    {
        // Not Task.Yield: that comes back through the renderer's own queue, so nobody else gets a turn.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return result;
    }

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => AfterAHopAsync(result);

    public ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => AfterAHopAsync(result);

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => AfterAHopAsync(result);

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => AfterAHopAsync(result);

    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
        AfterAHopAsync(result);

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => AfterAHopAsync(result);
}
