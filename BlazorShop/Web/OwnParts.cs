using System.Text;
using System.Text.Encodings.Web;

namespace BlazorShop.Web;

/// <summary>The antiforgery token of a form.</summary>
internal sealed class TokenPart(HoleAntiforgery antiforgery) : IVisitorPart
{
    public char Hole => Holes.TokenLetter;

    public ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http) =>
        new(Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(antiforgery.RealTokens(http).RequestToken!)));
}

/// <summary>The address that was asked for.</summary>
internal sealed class HerePart : IVisitorPart
{
    public char Hole => Holes.HereLetter;

    public ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http) =>
        new(Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(http.Request.Path + http.Request.QueryString)));
}
