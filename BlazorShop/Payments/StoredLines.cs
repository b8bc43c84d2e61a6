using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Payments;

/// <summary>Lines as requests store them: flat, in the shape that older releases wrote and still read while a release rolls out.</summary>
internal sealed class StoredLines : JsonConverter<IReadOnlyList<QuoteLine>>
{
    public override IReadOnlyList<QuoteLine> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. (JsonSerializer.Deserialize<List<Stored>>(ref reader, options) ?? []).Select(l => new QuoteLine(
            new ItemSnapshot
            {
                Variant = l.Variant,
                ProductSlug = l.ProductSlug,
                Name = l.Name,
                Options = l.Description,
                Sku = l.Sku,
                Picture = l.Picture,
                TaxClass = l.TaxClass,
                WeightGrams = l.WeightGrams,
            },
            l.UnitPrice,
            l.Quantity)
        {
            Discount = l.UnitPrice with { Minor = l.Discount },
            Tax = l.UnitPrice with { Minor = l.Tax },
            TaxRate = l.TaxRate is { } rate ? new Rate(rate) : null,
        })];

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<QuoteLine> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Select(l => new Stored(l.Item.Variant, l.Item.ProductSlug, l.Item.Name, l.Item.Options, l.Item.Sku, l.UnitPrice, l.Quantity, l.Item.Picture)
        {
            Discount = l.Discount.Minor,
            Tax = l.Tax.Minor,
            TaxRate = l.TaxRate?.Millionths,
            TaxClass = l.Item.TaxClass,
            WeightGrams = l.Item.WeightGrams,
        }), options);

    private sealed record Stored(
        VariantId Variant, string ProductSlug, string Name, string Description, string Sku, Money UnitPrice, int Quantity, string? Picture = null)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long Discount { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long Tax { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? TaxRate { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? TaxClass { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? WeightGrams { get; init; }
    }
}
