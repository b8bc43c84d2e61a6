using BlazorShop.Common;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Whether our books and the provider's agree, and the rules that must always hold.</summary>
public sealed record BooksReport(
    ReconciliationRun? Last,
    ReconciliationRun? Finished,
    IReadOnlyList<ReconciliationBreak> Open,
    IReadOnlyDictionary<BreakKind, int> Kinds,
    IReadOnlyList<InvariantResult> Invariants)
{
    /// <summary>Everything at the provider up to then was compared and booked; null while nobody has compared.</summary>
    public DateTime? UpTo { get; init; }

    /// <summary>When this was read, by the shop's clock.</summary>
    public DateTime Now { get; init; }

    /// <summary>More than two passes of the comparison ago.</summary>
    public bool IsOld { get; init; }

    /// <summary>Events and objects of the provider's that failed three times or more, or are in quarantine.</summary>
    public int Failing { get; init; }

    /// <summary>The first of them, by the provider's name, with what went wrong.</summary>
    public IReadOnlyList<Trouble> Troubles { get; init; } = [];

    /// <summary>Received and not owed for any order, in each currency.</summary>
    public IReadOnlyList<Money> Held { get; init; } = [];

    /// <summary>Since when the provider has not answered; null while it does.</summary>
    public DateTime? OutSince { get; init; }

    /// <summary>Something is wrong that does not go away by waiting.</summary>
    public bool IsWrong => Agree == false || Failing > 0 || Held.Count > 0 || Foreign > 0;

    /// <summary>Payments on the account that belong to no order, and nobody has decided about.</summary>
    public int Foreign { get; init; }

    /// <summary>All that are open; <see cref="Open"/> holds the first of them.</summary>
    public int Differences => Kinds.Values.Sum();

    public int Violations => Invariants.Sum(i => i.Violations);

    /// <summary>Null while nobody has compared them.</summary>
    public bool? Agree => Differences + Violations > 0 ? false : UpTo is null ? null : true;
}
