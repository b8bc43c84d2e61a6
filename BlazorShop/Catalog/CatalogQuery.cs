using System.Globalization;
using BlazorShop.Common;

namespace BlazorShop.Catalog;

/// <summary>In which order a list of products stands.</summary>
public enum CatalogSort
{
    Featured,
    Newest,
    PriceAsc,
    PriceDesc,
    Name,
}

/// <summary>What was left out of an address because it makes no sense.</summary>
public enum CatalogProblem
{
    WordsCut,
    NoSuchPage,
    NoSuchSort,
}

/// <summary>
/// What a visitor asks the catalogue for, read from an address that anybody may have typed: what makes no sense is left out
/// and said in <see cref="Problems"/>.
/// </summary>
public sealed record CatalogQuery(string Words, CategoryNode? Category, int Page, CatalogSort Sort)
{
    public const int PageSize = 24;

    /// <summary>Nobody pages further; a category or a search leads there faster, and a database has to count its way to a page.</summary>
    public const int LastPage = 500;

    public const int MaxWords = 100;

    public static IReadOnlyList<(CatalogSort Sort, string Value)> Sorts { get; } =
    [
        (CatalogSort.Featured, "featured"),
        (CatalogSort.Newest, "newest"),
        (CatalogSort.PriceAsc, "price-asc"),
        (CatalogSort.PriceDesc, "price-desc"),
        (CatalogSort.Name, "name"),
    ];

    public IReadOnlyList<CatalogProblem> Problems { get; init; } = [];

    public static CatalogQuery Read(string? words, CategoryNode? category, string? page, string? sort)
    {
        var problems = new List<CatalogProblem>();
        words = words?.Trim() ?? "";
        if (words.Length > MaxWords)
        {
            words = Text.Limit(words, MaxWords);
            problems.Add(CatalogProblem.WordsCut);
        }

        var number = 1;
        if (!string.IsNullOrEmpty(page) && !(int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= LastPage))
        {
            number = 1;
            problems.Add(CatalogProblem.NoSuchPage);
        }

        var order = CatalogSort.Featured;
        if (!string.IsNullOrEmpty(sort))
        {
            var known = Sorts.FirstOrDefault(s => s.Value == sort);
            if (known.Value is null)
                problems.Add(CatalogProblem.NoSuchSort);
            else
                order = known.Sort;
        }

        return new CatalogQuery(words, category, number, order) { Problems = problems };
    }

    /// <summary>The address of the same list with something changed.</summary>
    public string Address(int? page = null, CatalogSort? sort = null, bool keepWords = true)
    {
        var parts = new List<string>(4);
        if (keepWords && Words.Length > 0)
            parts.Add("q=" + Uri.EscapeDataString(Words));
        if (Category is not null)
            parts.Add("category=" + Category.Slug);
        if ((sort ?? Sort) is var order and not CatalogSort.Featured)
            parts.Add("sort=" + Sorts.First(s => s.Sort == order).Value);
        if ((page ?? 1) is var number and not 1)
            parts.Add("page=" + number.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "/catalog" : "/catalog?" + string.Join('&', parts);
    }
}
