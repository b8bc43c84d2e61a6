using System.Security.Cryptography;
using System.Text;

namespace BlazorShop.Components.Frame;

/// <summary>
/// Places in a page for what belongs to one visitor. A page writes the mark; <see cref="HoleFiller"/> puts in its place what
/// that visitor is to see. Marks are random for each process, so no text in the catalogue can look like one.
/// </summary>
internal static class Holes
{
    private static readonly string prefix = "~" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Sign-in and account links.</summary>
    public static string Visitor { get; } = prefix + 'v';

    /// <summary>The link to the cart, with the number of things in it.</summary>
    public static string Cart { get; } = prefix + 'c';

    /// <summary>What the visitor's last step led to.</summary>
    public static string Notice { get; } = prefix + 'n';

    /// <summary>The antiforgery token of a form.</summary>
    public static string Token { get; } = prefix + 't';

    /// <summary>The page's own address: with a base element, "#main" alone would lead to the home page.</summary>
    public static string Here { get; } = prefix + 'h';

    /// <summary>How all marks begin; one letter follows.</summary>
    public static byte[] Prefix { get; } = Encoding.ASCII.GetBytes(prefix);
}

/// <summary>Set while a page is rendered that everybody shares: nothing of this visitor may get into it.</summary>
internal sealed class SharedPage
{
    public static readonly SharedPage Instance = new();
}
