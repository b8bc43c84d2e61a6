using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;

namespace BlazorShop.Checkout;

public sealed partial class CheckoutService
{
    /// <summary>
    /// Puts the goods of one's own order into the cart, at today's prices, as far as they are not there; null when the order is
    /// not theirs. Twice is once.
    /// </summary>
    public async Task<Reordered?> ReorderAsync(CustomerId customer, string number, CancellationToken ct)
    {
        if (await orders.FindAsync(customer, number, ct) is not { } order)
            return null;
        var (taken, left) = (0, new List<string>());
        foreach (var line in order.Lines.OrderBy(l => l.Position))
        {
            var outcome = await carts.TopUpAsync(new CartOwner.Customer(customer), line.VariantId, line.Quantity, ct);
            if (outcome is AddedToCart.Added or AddedToCart.Limited or AddedToCart.AtMost)
                taken++;
            var why = outcome switch
            {
                AddedToCart.Added => null,
                AddedToCart.Limited limited => $"only {limited.InCart} of {line.Name} can be bought now",
                AddedToCart.AtMost limited => $"you can buy up to {limited.Most} of {line.Name} at a time",
                AddedToCart.SoldOut => $"{line.Name} is sold out",
                AddedToCart.Full => $"the cart has no room for {line.Name}",
                AddedToCart.BySubscription => $"{line.Name} is bought by subscription, from its own page",
                _ => $"{line.Name} is no longer offered",
            };
            if (why is not null)
                left.Add(why);
        }

        return new Reordered(taken, left);
    }

    /// <summary>What today's offer of an order's goods differs in, in words for the buyer.</summary>
    private async Task<List<string>> OtherOfferAsync(ShopDbContext db, Order order, CancellationToken ct)
    {
        var today = await offers.GetAsync(db, [.. order.Lines.Select(l => l.VariantId)], ct);
        return [.. order.Lines.OrderBy(l => l.Position).Select(line => today.GetValueOrDefault(line.VariantId) switch
        {
            null or { IsPublished: false } => $"{line.Name} is no longer sold.",
            var offer when offer.Price != line.UnitPrice => $"{line.Name} cost {line.UnitPrice} when you ordered it and costs {offer.Price} now.",
            _ => null,
        }).OfType<string>()];
    }
}

/// <summary>An order's goods in the cart again: how many of its lines, and of each other one why not, as half a sentence.</summary>
public sealed record Reordered(int Taken, IReadOnlyList<string> Left);
