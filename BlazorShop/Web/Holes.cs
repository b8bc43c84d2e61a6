using System.Security.Cryptography;
using System.Text;

namespace BlazorShop.Web;

/// <summary>
/// Places in a page for what belongs to one visitor. A page writes the mark; <see cref="HoleFiller"/> puts in its place what
/// the <see cref="IVisitorPart"/> of that letter says. Marks are random for each process, so no text in the catalogue can look like one.
/// </summary>
internal static class Holes
{
    public const char TokenLetter = 't';
    public const char HereLetter = 'h';
    public const char PlainHereLetter = 'p';

    private static readonly string prefix = "~" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The antiforgery token of a form.</summary>
    public static string Token { get; } = Mark(TokenLetter);

    /// <summary>The page's own address: with a base element, "#main" alone would lead to the home page.</summary>
    public static string Here { get; } = Mark(HereLetter);

    /// <summary>The page's own address without its language, for the links that lead to the same page in another one.</summary>
    public static string PlainHere { get; } = Mark(PlainHereLetter);

    /// <summary>How all marks begin; one letter follows.</summary>
    public static byte[] Prefix { get; } = Encoding.ASCII.GetBytes(prefix);

    /// <summary>What a page writes where the part of this letter belongs.</summary>
    public static string Mark(char letter) => prefix + letter;
}

/// <summary>Set while a page is rendered that everybody shares: nothing of this visitor may get into it.</summary>
internal sealed class SharedPage
{
    public static readonly SharedPage Instance = new();
}
