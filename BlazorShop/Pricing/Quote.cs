using BlazorShop.Common;

namespace BlazorShop.Pricing;

/// <summary>
/// What is to be paid, and for what. Made in one place, shown everywhere, stored with the order and sent to the payment provider: whoever
/// needs an amount of a cart or an order reads it here.
/// </summary>
public sealed record Quote
{
    /// <summary>ISO 4217, upper case. Every amount in it is of this currency.</summary>
    public required string Currency { get; init; }

    public required IReadOnlyList<QuoteLine> Lines { get; init; }

    /// <summary>What is paid beside the items, or taken off the whole.</summary>
    public IReadOnlyList<Charge> Charges { get; init; } = [];

    /// <summary>What must be mended before it can be paid, of each line the first.</summary>
    public IReadOnlyList<QuoteProblem> Problems { get; init; } = [];

    /// <summary>Items before discounts.</summary>
    public Money Subtotal => Money.Sum(Lines.Select(l => l.Gross), Currency);

    /// <summary>All that is taken off the lines, not negative.</summary>
    public Money Discount => Money.Sum(Lines.Select(l => l.Discount), Currency);

    public Money Delivery => Money.Sum(Charges.Where(c => c.Kind is ChargeKind.Delivery).Select(c => c.Amount), Currency);

    /// <summary>All tax: included in the prices, or charged beside them as a <see cref="ChargeKind.Tax"/>.</summary>
    public Money Tax => Money.Sum(Lines.Select(l => l.Tax).Concat(Charges.Select(c => c.Tax)), Currency);

    public Money Total => Subtotal - Discount + Money.Sum(Charges.Select(c => c.Amount), Currency);

    /// <summary>Items in it, over all lines.</summary>
    public int Count => Lines.Sum(l => l.Quantity);

    public static Quote Empty(string currency) => new() { Currency = currency, Lines = [] };

    /// <summary>The price of a basket: every rule in the order of its stage. Pure: rules have what they need as data.</summary>
    public static Quote Price(Basket basket, IEnumerable<IPriceRule> rules)
    {
        var draft = new QuoteDraft(basket);
        foreach (var rule in rules.OrderBy(r => r.Stage))
            rule.Apply(draft);
        return draft.ToQuote();
    }
}

/// <summary>So many of one item, at the price of one.</summary>
public sealed record QuoteLine(ItemSnapshot Item, Money UnitPrice, int Quantity)
{
    /// <summary>Taken off this line, not negative: its own share of every discount.</summary>
    public Money Discount { get; init; } = Money.Zero(UnitPrice.Currency);

    /// <summary>Of what is left after discounts.</summary>
    public Money Tax { get; init; } = Money.Zero(UnitPrice.Currency);

    /// <summary>The rate of <see cref="Tax"/>; null where nothing is taxed.</summary>
    public Rate? TaxRate { get; init; }

    public Money Gross => UnitPrice * Quantity;

    /// <summary>After discounts.</summary>
    public Money Net => Gross - Discount;
}

public enum ChargeKind
{
    Delivery,

    /// <summary>Where prices do not include it.</summary>
    Tax,

    /// <summary>Taken off the whole by the payment provider.</summary>
    Discount,

    /// <summary>Paid by what the buyer had with the shop or the provider.</summary>
    Credit,

    /// <summary>Owed from an earlier payment of a subscription.</summary>
    Arrears,

    /// <summary>Too little to be charged by itself: part of the next payment.</summary>
    CarriedOver,

    CreditNote,

    /// <summary>A subscription was changed within a period.</summary>
    Proration,

    Extra,

    Other,
}

/// <summary>An amount beside the lines; negative where it is taken off.</summary>
public sealed record Charge(ChargeKind Kind, Money Amount)
{
    /// <summary>Stable name of the method or promotion; null where there is none.</summary>
    public string? Code { get; init; }

    /// <summary>As somebody named it: the delivery method, the provider's words for an adjustment.</summary>
    public string? Name { get; init; }

    /// <summary>Of this charge itself; of a <see cref="ChargeKind.Tax"/> nought, since lines and charges have it.</summary>
    public Money Tax { get; init; } = Money.Zero(Amount.Currency);

    public Rate? TaxRate { get; init; }
}
