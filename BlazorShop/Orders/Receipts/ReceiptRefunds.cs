using BlazorShop.Common;

namespace BlazorShop.Orders.Receipts;

/// <summary>An order's refunds as a receipt lists them: each once, however many steps it took.</summary>
internal static class ReceiptRefunds
{
    private const string Effect = "refund:";

    /// <summary>By day; one sum without a day where the history does not add up to what the books say was refunded.</summary>
    public static IReadOnlyList<(DateTime? At, Money Amount)> Of(Order order)
    {
        // "On its way" and "refunded" are steps of one refund: its last step counts, and one that failed is none.
        var last = order.History
            .Where(h => h.Effect.StartsWith(Effect, StringComparison.Ordinal) && h.Kind is not OrderEventKind.AttentionAsked && h.Effect.LastIndexOf(':') > Effect.Length)
            .GroupBy(h => h.Effect[..h.Effect.LastIndexOf(':')])
            .Select(steps => steps.MaxBy(s => s.Sequence)!)
            .Where(s => s.Kind is OrderEventKind.Refunded or OrderEventKind.RefundPending)
            .OrderBy(s => s.Sequence)
            .ToList();
        var whole = order.Total with { Minor = order.Refunded };
        if (last.Count == 1)
            return [(last[0].At, whole)];
        return last.Count > 0 && last.TrueForAll(s => s.Amount?.Currency == whole.Currency) && last.Sum(s => s.AmountMinor) == whole.Minor
            ? last.ConvertAll(s => ((DateTime?)s.At, s.Amount!.Value))
            : [(null, whole)];
    }
}
