namespace BlazorShop.Payments.Reconciliation;

/// <summary>Compares our books with the provider's, now.</summary>
public interface IReconcileNow
{
    /// <param name="since">Objects at the provider since then; null: since the last comparison that finished.</param>
    Task<ReconciliationRun> RunAsync(DateTime? since, CancellationToken ct);
}
