using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Orders;

/// <summary>Which order it is: its id, and the number that people say.</summary>
public sealed record OrderKey(OrderId Id, string Number)
{
    public static OrderKey New(TimeProvider time) => new(Common.Id.New<OrderId>(time), OrderNumber.New());
}

/// <summary>Who buys it, with the email of that moment.</summary>
public sealed record OrderBuyer(CustomerId Customer, string Email, string Language = "en");

/// <summary>A line as it was bought: no later change of the catalogue touches it.</summary>
public sealed class OrderLine
{
    internal OrderLine(OrderId order, int position, QuoteLine quoted)
    {
        OrderId = order;
        Position = position;
        Item = quoted.Item with { };
        UnitPrice = quoted.UnitPrice;
        Quantity = quoted.Quantity;
        Discount = quoted.Discount.Minor;
        Tax = quoted.Tax.Minor;
        TaxRate = quoted.TaxRate;
    }

    private OrderLine()
    {
    }

    public OrderId OrderId { get; private init; }

    public int Position { get; private init; }

    public ItemSnapshot Item { get; private init; } = null!;

    public Money UnitPrice { get; private init; }

    public int Quantity { get; private init; }

    /// <summary>Minor units taken off this line, not negative.</summary>
    public long Discount { get; private init; }

    /// <summary>Minor units of tax.</summary>
    public long Tax { get; private init; }

    public Rate? TaxRate { get; private init; }

    public VariantId VariantId => Item.Variant;

    public string Name => Item.Name;

    /// <summary>Before discounts.</summary>
    public Money Total => UnitPrice * Quantity;

    internal QuoteLine Quoted => new(Item, UnitPrice, Quantity)
    {
        Discount = UnitPrice with { Minor = Discount },
        Tax = UnitPrice with { Minor = Tax },
        TaxRate = TaxRate,
    };
}

/// <summary>An amount beside the lines, as it was agreed or collected; negative where it was taken off.</summary>
public sealed class OrderCharge
{
    public const int LongestName = 120;

    internal OrderCharge(OrderId order, int position, Charge quoted)
    {
        OrderId = order;
        Position = position;
        Kind = quoted.Kind;
        Code = quoted.Code;
        Name = quoted.Name is { } name ? Text.LimitWithEllipsis(name, LongestName) : null;
        Amount = quoted.Amount;
        Tax = quoted.Tax.Minor;
        TaxRate = quoted.TaxRate;
    }

    private OrderCharge()
    {
    }

    public OrderId OrderId { get; private init; }

    public int Position { get; private init; }

    public ChargeKind Kind { get; private init; }

    public string? Code { get; private init; }

    public string? Name { get; private init; }

    public Money Amount { get; private init; }

    /// <summary>Minor units of tax on this charge itself.</summary>
    public long Tax { get; private init; }

    public Rate? TaxRate { get; private init; }

    internal Charge Quoted => new(Kind, Amount) { Code = Code, Name = Name, Tax = Amount with { Minor = Tax }, TaxRate = TaxRate };
}
