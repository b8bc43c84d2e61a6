using Microsoft.Extensions.Primitives;

namespace BlazorShop.Web;

/// <summary>
/// Pages that look the same for everybody but for their holes, so that one rendering may serve all. Rooms register theirs. Of the query only
/// <paramref name="QueryKeys"/> make another page; anything else there must not make a new entry in the cache.
/// </summary>
internal sealed record CachedArea(PathString Path, StringValues QueryKeys)
{
    /// <summary>Also every address below the path.</summary>
    public bool IncludesBelow { get; init; }

    public bool Covers(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && (IncludesBelow ? request.Path.StartsWithSegments(Path) : request.Path == Path);
}

internal sealed class CachedAreas(IEnumerable<CachedArea> areas)
{
    private readonly CachedArea[] areas = [.. areas];

    public CachedArea? Of(HttpRequest request) => Array.Find(areas, a => a.Covers(request));
}
