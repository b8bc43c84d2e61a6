namespace BlazorShop.Payments;

/// <summary>
/// Does the same for many rows, so that one stubborn row stops nothing: the others get their turn. What five different rows in a
/// row meet with is no row's own trouble, and ends the pass. Each pass begins with those that the ones before it did not come to.
/// </summary>
/// <param name="portion">So many rows get their turn in one pass.</param>
internal sealed class Rounds<TKey>(int portion = 200)
    where TKey : notnull
{
    private readonly HashSet<TKey> tried = [];

    /// <summary>Null when all is well with the provider; else what the pass ended with, and no row after it went well.</summary>
    /// <param name="due">All that is due, in the order in which it should be done.</param>
    /// <param name="failed">Notes what went wrong with one row.</param>
    public async Task<Exception?> RunAsync(IReadOnlyCollection<TKey> due, Func<TKey, Task> act, Func<TKey, Exception, Task> failed, CancellationToken ct)
    {
        var inARow = 0;
        Exception? last = null;
        foreach (var row in Turn(due))
        {
            ct.ThrowIfCancellationRequested();
            lock (tried)
                tried.Add(row);
            try
            {
                await act(row);
                (inARow, last) = (0, null);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever is wrong with this row, the next one gets its turn.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                await failed(row, failure);
                if (++inARow == Rounds.MostInARow)
                    return failure;
                // Refused, or unknown there: that is an answer, and says nothing of the provider.
                if (failure is PaymentGatewayException { Problem: GatewayProblem.Unavailable or GatewayProblem.NotAllowed })
                    last = failure;
            }
        }

        return last;
    }

    private List<TKey> Turn(IReadOnlyCollection<TKey> due)
    {
        lock (tried)
        {
            tried.IntersectWith(due);
            if (tried.Count == due.Count)
                tried.Clear();
            return [.. due.Where(row => !tried.Contains(row)).Concat(due.Where(tried.Contains)).Take(portion)];
        }
    }
}

internal static class Rounds
{
    /// <summary>So many different rows may fail one after the other before a pass ends.</summary>
    public const int MostInARow = 5;
}
