using BlazorShop.Data;

namespace BlazorShop.Carts;

/// <summary>The cart, and what it says of what somebody wants.</summary>
internal sealed class CartPersonalData(CartService carts) : IPersonalData
{
    public int Place => 50;

    public async Task ExportAsync(PersonalFile file, Person person, CancellationToken ct)
    {
        var cart = await carts.ViewAsync(new CartOwner.Customer(person.Customer), ct);
        file.Add("cart", cart.Lines.Select(l => new { name = l.Item.Name, options = l.Item.Options, sku = l.Item.Sku, quantity = l.Quantity, unitPrice = PersonalFile.Of(l.UnitPrice) }).ToList());
    }

    public async Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct)
    {
        await CartService.ForgetAsync(db, person.Customer, ct);
        return null;
    }
}
