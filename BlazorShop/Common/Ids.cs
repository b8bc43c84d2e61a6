namespace BlazorShop.Common;

/// <summary>A noun of the shop, by its key: a UUIDv7 that we make ourselves. Anyone may hold one; only its room may open it.</summary>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>Makes new ids, ordered by the shop's clock.</summary>
public static class Id
{
    public static TId New<TId>(TimeProvider time)
        where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(time.GetUtcNow()));
}

public readonly record struct CategoryId(Guid Value) : IId<CategoryId>
{
    public static CategoryId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct ProductId(Guid Value) : IId<ProductId>
{
    public static ProductId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What is sold, counted and priced: a product in one combination of its options (a SKU).</summary>
public readonly record struct VariantId(Guid Value) : IId<VariantId>
{
    public static VariantId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct CartId(Guid Value) : IId<CartId>
{
    public static CartId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct CustomerId(Guid Value) : IId<CustomerId>
{
    public static CustomerId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct OrderId(Guid Value) : IId<OrderId>
{
    public static OrderId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One try to pay an order.</summary>
public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    public static PaymentId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What a customer has agreed to buy again and again.</summary>
public readonly record struct SubscriptionId(Guid Value) : IId<SubscriptionId>
{
    public static SubscriptionId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
