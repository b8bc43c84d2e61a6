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
        var (taken, left) = (0, new List<ReorderProblem>());
        foreach (var line in order.Lines.OrderBy(l => l.Position))
        {
            var outcome = await carts.TopUpAsync(new CartOwner.Customer(customer), line.VariantId, line.Quantity, ct);
            if (outcome is AddedToCart.Added or AddedToCart.Limited or AddedToCart.AtMost)
                taken++;
            var why = outcome switch
            {
                AddedToCart.Added => null,
                AddedToCart.Limited limited => new ReorderProblem(ReorderProblemKind.TooFew, line.Name, limited.InCart),
                AddedToCart.AtMost limited => new ReorderProblem(ReorderProblemKind.AtMost, line.Name, limited.Most),
                AddedToCart.SoldOut => new ReorderProblem(ReorderProblemKind.SoldOut, line.Name),
                AddedToCart.Full => new ReorderProblem(ReorderProblemKind.CartFull, line.Name),
                AddedToCart.BySubscription => new ReorderProblem(ReorderProblemKind.BySubscription, line.Name),
                _ => new ReorderProblem(ReorderProblemKind.NoLongerOffered, line.Name),
            };
            if (why is not null)
                left.Add(why);
        }

        return new Reordered(taken, left);
    }

    /// <summary>What today's offer of an order's goods differs in.</summary>
    private async Task<List<CheckoutProblem>> OtherOfferAsync(ShopDbContext db, Order order, CancellationToken ct)
    {
        var today = await offers.GetAsync(db, [.. order.Lines.Select(l => l.VariantId)], ct);
        return [.. order.Lines.OrderBy(l => l.Position).Select(line => today.GetValueOrDefault(line.VariantId) switch
        {
            null or { IsPublished: false } => new CheckoutProblem(CheckoutProblemKind.NoLongerSold, line.Name),
            var offer when offer.Price != line.UnitPrice => new CheckoutProblem(CheckoutProblemKind.OtherPriceThanOrdered, line.Name) { Was = line.UnitPrice, Now = offer.Price },
            _ => null,
        }).OfType<CheckoutProblem>()];
    }
}

/// <summary>An order's goods in the cart again: how many of its lines, and of each other one why not.</summary>
public sealed record Reordered(int Taken, IReadOnlyList<ReorderProblem> Left);
