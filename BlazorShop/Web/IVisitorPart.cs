namespace BlazorShop.Web;

/// <summary>
/// A part of a page that differs between visitors. The page that everybody shares has a hole for it (<see cref="Holes.Mark"/>), which is filled after the
/// cache, for each visitor again. A room registers the parts it knows how to fill.
/// </summary>
internal interface IVisitorPart
{
    /// <summary>The letter of its hole.</summary>
    char Hole { get; }

    /// <summary>HTML in UTF-8, encoded; empty where this visitor sees nothing there.</summary>
    ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http);
}
