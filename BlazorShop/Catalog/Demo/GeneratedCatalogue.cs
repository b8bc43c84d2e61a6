using System.Globalization;

namespace BlazorShop.Catalog.Demo;

/// <summary>Any number of plausible products, the same ones for the same number; they borrow the demo shop's drawings.</summary>
internal static class GeneratedCatalogue
{
    private static readonly string[] manners =
        ["Quiet", "Everyday", "Small", "Tall", "Travelling", "Sunday", "Simple", "Heavy", "Light", "Northern", "Old-fashioned", "Evening", "Morning", "Folding", "Patient", "Honest"];

    private static readonly string[] stuffs = ["oak", "linen", "stoneware", "enamel", "wool", "glass", "ash", "brass", "clay", "cotton", "steel", "willow"];

    private static readonly string[] sizes = ["Small", "Medium", "Large"];

    public static IEnumerable<Product> Make(SeededIds ids, Dictionary<string, Category> shelves, string currency, int count)
    {
        var patterns = DemoCatalogue.All.ToArray();
        var random = new Random(count);
        for (var number = 1; number <= count; number++)
        {
            var pattern = patterns[random.Next(patterns.Length)];
            var manner = manners[random.Next(manners.Length)];
            var stuff = stuffs[random.Next(stuffs.Length)];
            var mark = number.ToString(CultureInfo.InvariantCulture);
            var noun = pattern.Name.ToLowerInvariant();
            var price = 500 + (random.Next(200) * 100);
            var written = pattern with
            {
                Slug = $"{pattern.Slug}-{mark}",
                Name = $"{manner} {noun} no. {mark}",
                Summary = $"A {manner.ToLowerInvariant()} {noun} with a little {stuff} in it, number {mark} of our collection.",
                Description = $"A {noun} made of **{stuff}**.\n\n- Number {mark} of our collection\n- Made to be repaired",
                Pictures = pattern.Pictures[..1],
                Variants = random.Next(4) == 0
                    ? [.. sizes.Select((size, i) => new DemoVariant($"GEN-{mark}-{i + 1}", size, price + (i * 400), random.Next(60)))]
                    : [new DemoVariant($"GEN-{mark}", "", price, random.Next(60))],
            };
            var product = DemoCatalogue.Make(ids, shelves[pattern.Shelf].Id, written, currency, number);
            product.Images[0].Url = $"/img/products/{pattern.Slug}.svg";
            yield return product;
        }
    }
}
