using System.Globalization;
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
            .Where(h => h.Effect.StartsWith(Effect, StringComparison.Ordinal) && h.What != Order.AttentionAsked && h.Effect.LastIndexOf(':') > Effect.Length)
            .GroupBy(h => h.Effect[..h.Effect.LastIndexOf(':')])
            .Select(steps => steps.MaxBy(s => s.Sequence)!)
            .Where(s => s.What is "Refunded" or "Refund on its way")
            .OrderBy(s => s.Sequence)
            .ToList();
        var whole = order.Total with { Minor = order.Refunded };
        if (last.Count == 1)
            return [(last[0].At, whole)];
        var amounts = last.ConvertAll(s => (At: (DateTime?)s.At, Amount: Read(s.Details, order.Total.Currency)));
        return amounts.Count > 0 && amounts.TrueForAll(a => a.Amount is not null) && amounts.Sum(a => a.Amount!.Value.Minor) == whole.Minor
            ? amounts.ConvertAll(a => (a.At, a.Amount!.Value))
            : [(null, whole)];
    }

    /// <summary>The amount at the head of the step's details, as <see cref="Money"/> writes it.</summary>
    private static Money? Read(string details, string currency)
    {
        var amount = details.Split(": ", 2)[0].Replace(Currencies.Symbol(currency), "", StringComparison.Ordinal);
        return decimal.TryParse(amount, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major)
            ? new Money((long)(major * (decimal)Math.Pow(10, Currencies.Exponent(currency))), currency)
            : null;
    }
}
