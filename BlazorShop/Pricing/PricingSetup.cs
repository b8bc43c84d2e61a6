namespace BlazorShop.Pricing;

public static class PricingSetup
{
    /// <summary>Prices come from rules; every rule there is, in the order of its stage, makes every quote.</summary>
    public static WebApplicationBuilder AddPricing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPriceRule, ItemPrices>();
        builder.Services.AddSingleton<PriceCalculator>();
        return builder;
    }
}

/// <summary>Asks the shop's rules.</summary>
public sealed class PriceCalculator(IEnumerable<IPriceRule> rules)
{
    private readonly IReadOnlyList<IPriceRule> rules = [.. rules];

    public Quote Price(Basket basket) => Quote.Price(basket, rules);
}
