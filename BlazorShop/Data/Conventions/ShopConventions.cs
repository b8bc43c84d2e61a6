using BlazorShop.Common;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BlazorShop.Data.Conventions;

/// <summary>How our types are stored, alike on all providers: ids as UUIDs, times in UTC, enums as words.</summary>
internal static class ShopConventions
{
    public static void UseShopConventions(this ModelConfigurationBuilder builder)
    {
        builder.Id<CategoryId>();
        builder.Id<ProductId>();
        builder.Id<VariantId>();
        builder.Id<CartId>();
        builder.Id<CustomerId>();
        builder.Id<OrderId>();
        builder.Id<PaymentId>();
        builder.Id<SubscriptionId>();
        builder.Properties<DateTime>().HaveConversion<UtcConverter>();
        builder.Properties<Recurrence>().HaveConversion<RecurrenceConverter>().HaveMaxLength(16).AreUnicode(false);
        builder.Properties<Rate>().HaveConversion<RateConverter>();
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24).AreUnicode(false);
        builder.ComplexProperties<Money>();
        builder.ComplexProperties<Address>();
        builder.ComplexProperties<ItemSnapshot>();
    }

    private static void Id<TId>(this ModelConfigurationBuilder builder)
        where TId : struct, IId<TId> => builder.Properties<TId>().HaveConversion<IdConverter<TId>>();

    internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value))
        where TId : struct, IId<TId>
    {
        private static TId Make(Guid value) => TId.From(value);
    }

    internal sealed class RecurrenceConverter() : ValueConverter<Recurrence, string>(every => every.ToText(), text => Recurrence.Parse(text));

    internal sealed class RateConverter() : ValueConverter<Rate, int>(rate => rate.Millionths, millionths => new Rate(millionths));

    /// <summary>SQLite hands back times of no kind and PostgreSQL refuses any but UTC.</summary>
    internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        time => time.Kind == DateTimeKind.Utc ? time : time.ToUniversalTime(),
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
