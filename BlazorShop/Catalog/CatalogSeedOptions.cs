using System.Globalization;

namespace BlazorShop.Catalog;

/// <summary>Setting <c>Catalog__Seed</c>: what an empty catalogue is filled with at start.</summary>
internal sealed record CatalogSeedOptions(bool Demo, int Generated)
{
    private const int Most = 1_000_000;

    public static CatalogSeedOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var word = configuration["Catalog:Seed"]?.Trim();
        if (string.IsNullOrEmpty(word))
            return new CatalogSeedOptions(environment.IsDevelopment(), 0);
        if (word.Equals("Demo", StringComparison.OrdinalIgnoreCase))
            return new CatalogSeedOptions(true, 0);
        if (word.Equals("None", StringComparison.OrdinalIgnoreCase))
            return new CatalogSeedOptions(false, 0);
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most)
            return new CatalogSeedOptions(false, number);
        throw new InvalidOperationException($"Catalog__Seed is '{word}': set it to Demo, None or a whole number of products up to {Most}.");
    }
}
