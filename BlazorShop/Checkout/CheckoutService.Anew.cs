using BlazorShop.Carts;
using BlazorShop.Data;
using BlazorShop.Orders;

namespace BlazorShop.Checkout;

public sealed partial class CheckoutService
{
    /// <summary>
    /// Puts the goods of an order into the cart, at today's prices, as far as they are not there. Answers, in words for the buyer,
    /// what could not be had; null when the order is not theirs. Twice is once.
    /// </summary>
    public async Task<IReadOnlyList<string>?> OrderAnewAsync(Buyer buyer, string number, CancellationToken ct)
    {
        if (await orders.FindAsync(buyer.Customer, number, ct) is not { } order)
            return null;
        var owner = new CartOwner.Customer(buyer.Customer);
        var inCart = (await carts.ViewAsync(owner, ct)).Lines.ToDictionary(l => l.Variant, l => l.Quantity);
        var problems = new List<string>();
        foreach (var line in order.Lines)
        {
            var missing = line.Quantity - inCart.GetValueOrDefault(line.VariantId);
            var problem = missing <= 0 ? null : await carts.AddAsync(owner, line.VariantId, missing, ct) switch
            {
                AddedToCart.Added => null,
                AddedToCart.Limited limited => $"Only {limited.Left} of {line.Name} left.",
                AddedToCart.SoldOut => $"{line.Name} is sold out.",
                AddedToCart.NotFound => $"{line.Name} is no longer sold.",
                _ => $"The cart is full, so {line.Name} was left out.",
            };
            if (problem is not null)
                problems.Add(problem);
        }

        return problems;
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
