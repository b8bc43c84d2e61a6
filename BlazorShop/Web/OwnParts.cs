using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Localization;
using Microsoft.AspNetCore.Diagnostics;

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
        new(Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(
            http.Features.Get<AddressLanguage>() is { Language: var language } ? LanguagePath.Of(Plain(http), language) : Plain(http))));

    /// <summary>Path and query without a language. A page that stands in for another one has the address of that one.</summary>
    internal static string Plain(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is { } instead
            ? new PathString(instead.OriginalPath).ToUriComponent() + instead.OriginalQueryString
            : http.Request.Path + http.Request.QueryString;
}

/// <summary>The same without its language.</summary>
internal sealed class PlainHerePart : IVisitorPart
{
    public char Hole => Holes.PlainHereLetter;

    public ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http) =>
        new(Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(HerePart.Plain(http))));
}
