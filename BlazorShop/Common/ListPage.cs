namespace BlazorShop.Common;

/// <summary>Which page of a list: the one after a row, the one before it or, without a row, the first. A row is named as its address names it.</summary>
public sealed record ListPlace(string? After = null, string? Before = null)
{
    /// <summary>How many rows a page has.</summary>
    public const int Size = 25;

    /// <summary>How far a list counts itself: a shop of a million orders need not count them for each page.</summary>
    public const int CountedTo = 1000;

    public static ListPlace First { get; } = new();

    public string? Row => After ?? Before;

    /// <summary>Towards the beginning.</summary>
    public bool IsBack => After is null && Before is not null;
}

/// <summary>
/// A page of a list, and whether there are rows before and after it. <see cref="Total"/> is null where there are more than <see cref="ListPlace.CountedTo"/>.
/// </summary>
public sealed record ListPage<TRow>(IReadOnlyList<TRow> Rows, int? Total, bool Before, bool After)
{
    /// <summary>The same page with more, or less, of each row.</summary>
    public ListPage<TOther> As<TOther>(Func<TRow, TOther> row) => new([.. Rows.Select(row)], Total, Before, After);
}
