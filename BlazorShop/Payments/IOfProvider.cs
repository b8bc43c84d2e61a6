using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments;

/// <summary>A row that names something at the payment provider. Two providers may use the same name for two things, so their key goes with it.</summary>
public interface IOfProvider
{
    /// <summary><see cref="IPaymentProvider.Key"/> of whoever gave the row its names.</summary>
    string Provider { get; }
}

internal static class OfProvider
{
    /// <summary>The rows of this provider: what another one calls the same is something else.</summary>
    public static IQueryable<T> Of<T>(this IQueryable<T> rows, IPaymentProvider provider)
        where T : class, IOfProvider
    {
        var key = provider.Key;
        return rows.Where(row => row.Provider == key);
    }

    public static void MapProvider<T>(this EntityTypeBuilder<T> row)
        where T : class, IOfProvider =>
        row.Property(r => r.Provider).HasMaxLength(IPaymentProvider.LongestKey).IsUnicode(false);
}
