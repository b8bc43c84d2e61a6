using System.Globalization;

namespace BlazorShop.Carts;

/// <summary>
/// Settings <c>Checkout__*</c> about how much one customer may keep from the others without paying. Numbers are items, but for the last two.
/// </summary>
/// <param name="MostPerVariant">Of one variant, in a cart and held by a customer's unpaid orders together.</param>
/// <param name="MostHeld">In all that a customer's unpaid orders hold.</param>
/// <param name="FormsADay">Payment forms that a customer may open within 24 hours without paying one of them.</param>
/// <param name="StartsAMinute">How often a customer may ask for a form within a minute.</param>
public sealed record HoldingLimits(int MostPerVariant = 20, int MostHeld = 50, int FormsADay = 6, int StartsAMinute = 10)
{
    /// <exception cref="InvalidOperationException">A setting has no meaning; the message names it and the remedy.</exception>
    public static HoldingLimits Read(IConfiguration configuration)
    {
        var otherwise = new HoldingLimits();
        var limits = new HoldingLimits(
            Of("MostPerVariant", otherwise.MostPerVariant, 10_000),
            Of("MostHeld", otherwise.MostHeld, 1_000_000),
            Of("FormsADay", otherwise.FormsADay, 1_000));
        return limits.MostHeld >= limits.MostPerVariant
            ? limits
            : throw new InvalidOperationException(
                $"Checkout__MostHeld is {limits.MostHeld}, less than Checkout__MostPerVariant, which is {limits.MostPerVariant}: nobody could buy a cart of that many. Raise the former or lower the latter.");

        int Of(string name, int standard, int most)
        {
            var value = configuration["Checkout:" + name];
            if (string.IsNullOrWhiteSpace(value))
                return standard;
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
                ? number
                : throw new InvalidOperationException($"Checkout__{name} is '{value}': set it to a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
