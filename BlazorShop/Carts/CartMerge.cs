using BlazorShop.Common;

namespace BlazorShop.Carts;

/// <summary>Two carts of one person become one: quantities add up, as far as stock goes.</summary>
internal static class CartMerge
{
    /// <summary>Adds the lines of <paramref name="from"/> that can still be bought, and tells the buyer what there is too little of.</summary>
    /// <param name="most">Items of one variant in one cart.</param>
    public static void Join(Cart cart, Cart from, IReadOnlyDictionary<VariantId, CartViewLine> buyable, int most)
    {
        var had = cart.Lines.Count > 0;
        var notices = new List<CartNotice>();
        foreach (var line in from.Lines.Where(l => buyable.ContainsKey(l.VariantId)))
        {
            if (Join(cart, line, buyable[line.VariantId], most) is { } missing)
                notices.Add(missing);
        }

        if (had || notices.Count > 0)
            notices.Insert(0, new CartNotice(CartNoticeKind.Merged));
        if (notices.Count > 0 || from.Notice is not null)
            cart.Notice = CartNotice.Write([.. notices.Count > 0 ? notices : CartNotice.Read(cart.Notice), .. CartNotice.Read(from.Notice)]);
    }

    /// <summary>Adds a guest's line; answers what there is too little of.</summary>
    private static CartNotice? Join(Cart cart, CartLine line, CartViewLine today, int most)
    {
        var mine = cart.Lines.Find(l => l.VariantId == line.VariantId);
        if (mine is null && cart.Lines.Count >= CartService.MaxLines)
            return new CartNotice(CartNoticeKind.LeftOut, today.Item.Name);
        var had = mine?.Quantity ?? 0;
        var wanted = had + line.Quantity;
        var now = Math.Min(wanted, Math.Min(most, today.Buyable));
        if (mine is null)
        {
            mine = new CartLine { CartId = cart.Id, VariantId = line.VariantId, AddedAt = line.AddedAt };
            cart.Lines.Add(mine);
        }

        // What is sold out stays in the cart, so that the buyer sees it there instead of missing it.
        mine.Quantity = Math.Max(Math.Max(now, had), 1);
        mine.SeenPrice = line.SeenPrice;
        return now >= wanted ? null
            : today.Buyable == 0 ? new CartNotice(CartNoticeKind.SoldOut, today.Item.Name)
            : today.Buyable > most ? new CartNotice(CartNoticeKind.AtMost, today.Item.Name, most)
            : new CartNotice(CartNoticeKind.FewLeft, today.Item.Name, now);
    }
}
