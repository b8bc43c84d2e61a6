using BlazorShop.Localization;

namespace BlazorShop.Web;

/// <summary>What is special about the addresses at and below <paramref name="Path"/>. Rooms register theirs.</summary>
internal sealed record PageArea(PathString Path)
{
    /// <summary>No person looks at it in a browser: an error is not answered with a page.</summary>
    public bool IsForMachines { get; init; }

    /// <summary>It shows whose it is, so no cache may keep it.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>A payment form may be embedded in it: its policy names the hosts of <see cref="ICspSource"/>.</summary>
    public bool TakesPayments { get; init; }

    /// <summary>Its head differs from that of other pages, so that Blazor has to load it whole.</summary>
    public bool LoadsWhole { get; init; }

    /// <summary>Its address is nobody else's business: pages it leads to are not told.</summary>
    public bool HidesAddress { get; init; }
}

/// <summary>Tells what a request is for, by its address alone: the plain one, whatever language it begins with.</summary>
internal sealed class PageAreas(IEnumerable<PageArea> areas)
{
    private static readonly PathString[] own = ["/health", "/_blazor", "/_framework", "/_content", PolicyReports.Path];

    private readonly PathString[] machines = [.. own, .. Paths(areas, a => a.IsForMachines)];
    private readonly PathString[] personal = Paths(areas, a => a.IsPersonal);
    private readonly PathString[] paying = Paths(areas, a => a.TakesPayments);
    private readonly PathString[] whole = Paths(areas, a => a.TakesPayments || a.LoadsWhole);
    private readonly PathString[] hidden = Paths(areas, a => a.HidesAddress);

    /// <summary>Somebody looks at it in a browser: an error may be answered with a page.</summary>
    public bool IsPage(HttpRequest request) => !IsBelowAny(request.Path, machines) && !HasExtension(request.Path);

    public bool IsPersonal(HttpRequest request) => IsBelowAny(request.Path, personal);

    public bool TakesPayments(HttpRequest request) => IsBelowAny(request.Path, paying);

    public bool LoadsWhole(HttpRequest request) => IsBelowAny(request.Path, whole);

    public bool HidesAddress(HttpRequest request) => IsBelowAny(request.Path, hidden);

    private static PathString[] Paths(IEnumerable<PageArea> areas, Func<PageArea, bool> which) => [.. areas.Where(which).Select(a => a.Path)];

    private static bool IsBelowAny(PathString path, PathString[] roots)
    {
        path = LanguagePath.Plain(path);
        foreach (var root in roots)
        {
            if (path.StartsWithSegments(root))
                return true;
        }

        return false;
    }

    private static bool HasExtension(PathString path)
    {
        var value = path.Value.AsSpan();
        return value[(value.LastIndexOf('/') + 1)..].Contains('.');
    }
}
