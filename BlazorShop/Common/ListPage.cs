namespace BlazorShop.Common;

/// <summary>Which page of a list that has the newest first: the one after a row, the one before it or, without a row, the first. A row is named as its address names it.</summary>
public sealed record ListPlace(string? After = null, string? Before = null)
{
    /// <summary>How many rows a page has.</summary>
    public const int Size = 25;

    /// <summary>How far a list counts itself: a shop of a million orders need not count them for each page.</summary>
    public const int CountedTo = 1000;

    public static ListPlace First { get; } = new();

    public string? Row => After ?? Before;

    /// <summary>Towards what is newer.</summary>
    public bool IsBack => After is null && Before is not null;
}

/// <summary>A page of a list. <see cref="Total"/> is null where there are more than <see cref="ListPlace.CountedTo"/>.</summary>
public sealed record ListPage<TRow>(IReadOnlyList<TRow> Rows, int? Total, bool Newer, bool Older);
