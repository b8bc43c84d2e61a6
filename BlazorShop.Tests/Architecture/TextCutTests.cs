using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Architecture;

/// <summary>Text is shortened by <c>Text.Limit</c> alone: a cut by index may halve an emoji, which PostgreSQL refuses and SQLite spoils.</summary>
public sealed partial class TextCutTests
{
    /// <summary>Cuts at a place that was looked for, or of text that is ASCII by construction.</summary>
    private static readonly Dictionary<string, string> allowed = new(StringComparer.Ordinal)
    {
        ["Common/Text.cs"] = "the one place",
        ["Common/Recurrence.cs"] = "at a space that was found",
        ["Common/MoneyInput.cs"] = "at a decimal point that was found",
        ["Payments/PaymentRequest.cs"] = "at a path that was found",
        ["Catalog/Demo/GeneratedCatalogue.cs"] = "an array of pictures",
        ["Common/SafeRedirect.cs"] = "at a query that was found",
        ["Orders/Receipts/ReceiptRefunds.cs"] = "at a colon that was found",
        ["Web/HoleFiller.cs"] = "bytes, at a mark that was found",
    };

    [Fact]
    public void No_text_is_cut_by_index()
    {
        var root = Path.Combine(Repository(), "BlazorShop");
        var cuts = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (File: Path.GetRelativePath(root, file).Replace('\\', '/'), Full: file))
            .Where(f => !f.File.StartsWith("obj/", StringComparison.Ordinal) && !f.File.StartsWith("bin/", StringComparison.Ordinal)
                && !f.File.StartsWith("PaymentsSandbox/", StringComparison.Ordinal) && !f.File.Contains("Migrations/", StringComparison.Ordinal)
                && !allowed.ContainsKey(f.File))
            .SelectMany(f => File.ReadLines(f.Full).Select((line, number) => (f.File, Number: number + 1, Line: line)))
            .Where(l => Cut().IsMatch(l.Line))
            .Select(l => $"{l.File}:{l.Number}: {l.Line.Trim()}")
            .ToList();

        Assert.True(cuts.Count == 0, "Use Text.Limit:\n" + string.Join('\n', cuts));
    }

    [Theory]
    [InlineData("return text[..500];")]
    [InlineData("return text[..length];")]
    [InlineData("return text[^150..];")]
    [InlineData("all[^(Longest - 1)..]")]
    [InlineData("text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]")]
    [InlineData("text.Substring(0, most)")]
    [InlineData("text.Remove(Most)")]
    public void A_planted_cut_of_a_text_by_index_is_found(string line) => Assert.Matches(Cut(), line);

    internal static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BlazorShop.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder.FullName;
    }

    // A spread ([.. list]) has a space; short ids ([..8], [..16] of hex) are ASCII.
    [GeneratedRegex(@"\w\)?\[\.\.(?!8\]|16\]|24\])[A-Za-z0-9(][A-Za-z0-9_.() -]*\]|\w\[\.\.\(|\w\[\^\(?[A-Za-z0-9 -]+\)?\.\.\]|\.Substring\(0,|\w\.Remove\((?:Most|Longest|Estimated|[a-z]*[Ll]ength)\w*\)")]
    private static partial Regex Cut();
}
