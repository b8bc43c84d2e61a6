namespace BlazorShop.Carts;

/// <summary>Whose cart it is, as a query.</summary>
internal static class CartQueries
{
    public static IQueryable<Cart> Of(this IQueryable<Cart> carts, CartOwner owner)
    {
        if (owner is CartOwner.Customer customer)
        {
            var id = customer.Id;
            return carts.Where(c => c.CustomerId == id);
        }

        var hash = ((CartOwner.Guest)owner).Hash;
        return carts.Where(c => c.TokenHash == hash);
    }
}
