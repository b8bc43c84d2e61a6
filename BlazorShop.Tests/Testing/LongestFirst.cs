using Xunit.Abstractions;

[assembly: TestCollectionOrderer("BlazorShop.Tests.Testing." + nameof(BlazorShop.Tests.Testing.LongestFirst), "BlazorShop.Tests")]

namespace BlazorShop.Tests.Testing;

/// <summary>
/// What takes longest begins first: a long collection that begins last runs alone at the end, while the other processor has nothing to do. The order is
/// that of what was measured; everything else keeps its own.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] longest = [BrowserTests.Name, "SimulationTests", "SensitivityTests", "CrashTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection)
    {
        var place = Array.FindIndex(longest, name => collection.DisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? longest.Length : place;
    }
}
