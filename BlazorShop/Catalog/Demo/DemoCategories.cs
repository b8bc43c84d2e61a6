using BlazorShop.Common;

namespace BlazorShop.Catalog.Demo;

/// <summary>The shelves of the demo shop.</summary>
internal static class DemoCategories
{
    private static readonly (string Slug, string? Parent, string Name, string Description)[] shelves =
    [
        ("kitchen", null, "Kitchen", "For slow mornings and long dinners: stoneware, oak and enamel that like being used."),
        ("tea-coffee", "kitchen", "Tea & coffee", "Everything between the tap and the first sip."),
        ("table", "kitchen", "At the table", "Plates and bowls in quiet glazes, made to be mixed."),
        ("prepare", "kitchen", "Prepare & keep", "Boards to cut on, jars to keep things in."),
        ("desk", null, "Desk", "Paper, pencils and a little order for a clear head."),
        ("paper", "desk", "Paper & pencils", "Good paper, and something to write on it with."),
        ("order", "desk", "Order & time", "A place for everything, and a clock that does not tick."),
        ("textiles", null, "Textiles", "Wool, linen and cotton for bed, bath and sofa."),
        ("bed-sofa", "textiles", "Bed & sofa", "Warm things to disappear under."),
        ("bath", "textiles", "Bath & kitchen linen", "Towels that dry, and dry again."),
        ("light", null, "Light", "Soft light for the hours after six."),
        ("lamps", "light", "Lamps", "For reading, for eating, for doing nothing at all."),
        ("candles", "light", "Candles", "Beeswax, and something to hold it."),
        ("garden", null, "Balcony & garden", "For a window sill, a balcony or the bed by the fence."),
        ("pots", "garden", "Pots & vases", "Homes for plants, long-lived or cut this morning."),
        ("garden-tools", "garden", "Tools", "Few, solid, easy to clean."),
    ];

    /// <summary>All of them, by slug.</summary>
    public static Dictionary<string, Category> Make(SeededIds ids)
    {
        var made = new Dictionary<string, Category>(StringComparer.Ordinal);
        foreach (var (slug, parent, name, description) in shelves)
        {
            made.Add(slug, new Category
            {
                Id = ids.Next<CategoryId>(),
                ParentId = parent is null ? null : made[parent].Id,
                Slug = slug,
                Name = name,
                Description = description,
                Position = made.Count,
            });
        }

        return made;
    }
}
