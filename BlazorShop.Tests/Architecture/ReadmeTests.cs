using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Architecture;

/// <summary>The README says what is there, and all of it.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string readme = File.ReadAllText(Path.Combine(Repository.Folder, "README.md"));
    private static readonly string shop = Path.Combine(Repository.Folder, "BlazorShop");

    [Fact]
    public void Every_setting_the_shop_reads_by_name_is_in_the_README()
    {
        var keys =
            from file in Directory.EnumerateFiles(shop, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(shop, file)
            // The sandbox's own switches are for its tests.
            where !path.StartsWith("obj", StringComparison.Ordinal) && !path.StartsWith("bin", StringComparison.Ordinal) && !path.StartsWith("PaymentsSandbox", StringComparison.Ordinal)
            from Match match in Setting().Matches(File.ReadAllText(file))
            select match.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal);
        Assert.DoesNotContain(keys, k => !readme.Contains(k, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_room_has_its_line_in_the_README() =>
        Assert.Empty(
            from folder in Directory.EnumerateDirectories(shop)
            let name = Path.GetFileName(folder)
            where Directory.EnumerateFiles(folder, "*.cs").Any() && name is not ("bin" or "obj")
            where !readme.Contains($"\n  {name}/ ", StringComparison.Ordinal)
            select name);

    [Fact]
    public void The_README_is_short_enough_to_be_read() => Assert.InRange(readme.Split('\n').Length, 50, 300);

    [Fact]
    public void Every_test_that_a_document_names_is_there()
    {
        var methods = typeof(ReadmeTests).Assembly.GetTypes().Where(t => t.IsClass).ToLookup(t => t.Name, t => t.GetMethods().Select(m => m.Name));
        string[] folders = [Repository.Folder, Path.Combine(Repository.Folder, ".github"), Path.Combine(Repository.Folder, "BlazorShop.Tests", "Simulation")];
        var named = (
            from file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
            from Match match in NamedTest().Matches(File.ReadAllText(file))
            select (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.True(named.Count > 50, $"{named.Count} names were found: the pattern finds too little.");
        Assert.DoesNotContain(named, n => !methods.Contains(n.Class) || n.Method.Length > 0 && !methods[n.Class].Any(m => m.Contains(n.Method)));
    }

    [GeneratedRegex("""[cC]onfiguration\["([A-Z]\w+:\w+)"\]""")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?:`(?:\w+/)*|--filter )(\w+Tests)(?:\.(\w+_\w+))?\b")]
    private static partial Regex NamedTest();
}
