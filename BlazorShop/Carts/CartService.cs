using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Carts;

/// <summary>
/// What people mean to buy. Every change waits for its turn and then reads the cart again: two tabs add up, and none is lost.
/// </summary>
public sealed class CartService(
    IDbContextFactory<ShopDbContext> contexts,
    OfferService offers,
    PriceCalculator prices,
    HoldingLimits limits,
    IOptions<ShopOptions> shop,
    TimeProvider time)
{
    /// <summary>Different variants in one cart.</summary>
    public const int MaxLines = 100;
    private const int Tries = 20;

    /// <summary>Items of one variant in one cart.</summary>
    public int MaxQuantity => limits.MostPerVariant;

    /// <summary>A cart was changed, and the change is committed. Handlers must not block.</summary>
    public event Action<CartId>? Changed;

    public async Task<CartView> ViewAsync(CartOwner? owner, CancellationToken ct)
    {
        if (owner is null)
            return CartView.Empty(shop.Value.Currency);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var view = await ViewAsync(db, owner, ct);
        if (view.Gone.Count == 0)
            return view;
        await TakeOutAsync(owner, view.Gone, ct);
        return await ViewAsync(db, owner, ct);
    }

    /// <summary>What nobody can buy or even name any more leaves the cart, and the buyer is told.</summary>
    private Task TakeOutAsync(CartOwner owner, IReadOnlyList<VariantId> gone, CancellationToken ct) => ChangeAsync(owner, create: false, (_, cart) =>
    {
        var taken = cart.Lines.RemoveAll(l => gone.Contains(l.VariantId));
        if (taken == 0)
            return false;
        cart.Notice = CartNotice.Write([.. CartNotice.Read(cart.Notice), new CartNotice(CartNoticeKind.Gone, Count: taken)]);
        return true;
    }, ct);

    /// <summary>The cart as seen inside the caller's transaction.</summary>
    public async Task<CartView> ViewAsync(ShopDbContext db, CartOwner owner, CancellationToken ct)
    {
        var cart = await db.Carts.AsNoTracking().Of(owner).Include(c => c.Lines).FirstOrDefaultAsync(ct);
        if (cart is null)
            return CartView.Empty(shop.Value.Currency);
        var known = await offers.GetAsync(db, [.. cart.Lines.Select(l => l.VariantId)], ct);
        var lines = cart.Lines.Where(l => known.ContainsKey(l.VariantId)).OrderBy(l => l.AddedAt).ThenBy(l => l.VariantId.Value).ToList();
        var quote = prices.Price(new Basket(shop.Value.Currency, [.. lines.Select(l => Wanted(known[l.VariantId], l.Quantity))]));
        return new CartView(cart.Id, cart.Version, quote, [.. lines.Zip(quote.Lines, (line, quoted) => Line(line, quoted, known[line.VariantId], quote))], CartNotice.Read(cart.Notice)) { Gone = [.. cart.Lines.Select(l => l.VariantId).Where(v => !known.ContainsKey(v))] };
    }

    /// <summary>Items in the cart.</summary>
    public async Task<int> CountAsync(CartOwner? owner, CancellationToken ct)
    {
        if (owner is null)
            return 0;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Carts.AsNoTracking().Of(owner).SelectMany(c => c.Lines).SumAsync(l => l.Quantity, ct);
    }

    /// <summary>Puts <paramref name="quantity"/> more items in, as many as there are.</summary>
    public Task<AddedToCart> AddAsync(CartOwner owner, VariantId variant, int quantity, CancellationToken ct) =>
        PutAsync(owner, variant, quantity, more: true, ct);

    /// <summary>Puts in what is missing up to <paramref name="quantity"/> items: asked twice, it is there once.</summary>
    public Task<AddedToCart> TopUpAsync(CartOwner owner, VariantId variant, int quantity, CancellationToken ct) =>
        PutAsync(owner, variant, quantity, more: false, ct);

    private async Task<AddedToCart> PutAsync(CartOwner owner, VariantId variant, int quantity, bool more, CancellationToken ct)
    {
        if (await offers.FindAsync(variant, ct) is not { IsPublished: true } offer)
            return new AddedToCart.NotFound();
        if (offer.Recurrence is not null)
            return new AddedToCart.BySubscription(offer.Item.Name, offer.Item.ProductSlug);
        if (offer.Buyable == 0)
            return new AddedToCart.SoldOut(offer.Item.FullName);
        AddedToCart outcome = new AddedToCart.Full();
        await ChangeAsync(owner, create: true, (_, cart) =>
        {
            var line = cart.Lines.Find(l => l.VariantId == variant);
            if (line is null && cart.Lines.Count >= MaxLines)
            {
                outcome = new AddedToCart.Full();
                return false;
            }

            var had = line?.Quantity ?? 0;
            var wanted = more ? (int)Math.Min((long)had + Math.Max(1, quantity), int.MaxValue) : Math.Max(had, quantity);
            var most = Math.Min(MaxQuantity, offer.Buyable);
            var now = Math.Max(had, Math.Min(wanted, most));
            outcome = now >= wanted ? new AddedToCart.Added(offer.Item.FullName, now - had)
                : offer.Buyable > MaxQuantity ? new AddedToCart.AtMost(offer.Item.FullName, now, MaxQuantity)
                : new AddedToCart.Limited(offer.Item.FullName, now, most);
            // It stood above the empty cart, which no checkout acknowledges.
            if (cart.Lines.Count == 0)
                cart.Notice = null;
            if (line is null)
            {
                line = new CartLine { CartId = cart.Id, VariantId = variant, AddedAt = time.GetUtcNow().UtcDateTime };
                cart.Lines.Add(line);
            }

            line.Quantity = now;
            line.SeenPrice = offer.Price.Minor;
            return true;
        }, ct);
        return outcome;
    }

    /// <summary>Sets a line to a quantity; zero takes it out. More than there are becomes as many as there are.</summary>
    public async Task SetQuantityAsync(CartOwner owner, VariantId variant, int quantity, CancellationToken ct)
    {
        var offer = await offers.FindAsync(variant, ct);
        await ChangeAsync(owner, create: false, (_, cart) =>
        {
            var line = cart.Lines.Find(l => l.VariantId == variant);
            if (line is null)
                return false;
            if (quantity <= 0)
            {
                cart.Lines.Remove(line);
                return true;
            }

            line.Quantity = Math.Clamp(quantity, 1, Math.Max(1, Math.Min(MaxQuantity, offer?.Buyable ?? 1)));
            return true;
        }, ct);
    }

    /// <summary>The buyer has seen today's prices and the notice.</summary>
    public async Task AcknowledgeAsync(CartOwner owner, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var view = await ViewAsync(db, owner, ct);
        if (view.Id is not { } cart)
            return;
        // What was seen is no change of the cart: its version stays, and an open payment with it.
        await db.Carts.Where(c => c.Id == cart && c.Notice != null).ExecuteUpdateAsync(s => s.SetProperty(c => c.Notice, (string?)null), ct);
        if (owner is CartOwner.Guest)
        {
            // A guest who looks at their cart is still there; once a day is enough to know it.
            var now = time.GetUtcNow().UtcDateTime;
            var yesterday = now.AddDays(-1);
            await db.Carts.Where(c => c.Id == cart && c.ChangedAt < yesterday).ExecuteUpdateAsync(s => s.SetProperty(c => c.ChangedAt, now), ct);
        }

        foreach (var line in view.Lines.Where(l => l.FormerPrice is not null))
        {
            await db.Set<CartLine>().Where(l => l.CartId == cart && l.VariantId == line.Variant)
                .ExecuteUpdateAsync(s => s.SetProperty(l => l.SeenPrice, line.UnitPrice.Minor), ct);
        }
    }

    /// <summary>At sign-in the guest's cart joins the customer's: quantities add up, as far as stock goes, and the buyer is told.</summary>
    public async Task MergeAsync(CartOwner.Guest guest, CustomerId customer, CancellationToken ct)
    {
        if ((await ViewAsync(guest, ct)).Lines is not { Count: > 0 } brought)
            return;
        var buyable = brought.ToDictionary(l => l.Variant);
        await ChangeAsync(new CartOwner.Customer(customer), create: true, (db, cart) =>
        {
            // Read and removed in the transaction that adds it: a guest's cart is merged once, whatever happens in between.
            var from = db.Carts.Of(guest).Include(c => c.Lines).FirstOrDefault();
            if (from is null)
                return false;
            CartMerge.Join(cart, from, buyable, MaxQuantity);
            db.Carts.Remove(from);
            return true;
        }, ct);
    }

    /// <summary>What was bought leaves the cart; what was added since stays. Joins the caller's transaction.</summary>
    public async Task RemoveBoughtAsync(ShopDbContext db, CartId id, IReadOnlyDictionary<VariantId, int> bought, CancellationToken ct)
    {
        var cart = await db.Carts.Include(c => c.Lines).FirstOrDefaultAsync(c => c.Id == id, ct);
        if (cart is null)
            return;
        foreach (var line in cart.Lines.ToList())
        {
            if (!bought.TryGetValue(line.VariantId, out var quantity))
                continue;
            line.Quantity -= quantity;
            if (line.Quantity <= 0)
                cart.Lines.Remove(line);
        }

        cart.ChangedAt = time.GetUtcNow().UtcDateTime;
    }

    /// <summary>The present version of each of these carts; a cart that is gone is missing.</summary>
    public async Task<IReadOnlyDictionary<CartId, int>> VersionsAsync(IReadOnlyCollection<CartId> carts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Carts.AsNoTracking().Where(c => carts.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Version, ct);
    }

    /// <summary>Forgets guests' carts that nobody has touched since <paramref name="before"/>.</summary>
    public async Task<int> ForgetGuestsAsync(DateTime before, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Carts.Where(c => c.CustomerId == null && c.ChangedAt < before).ExecuteDeleteAsync(ct);
    }

    /// <summary>The customer's cart is gone, with what they wanted. Joins the caller's transaction.</summary>
    public static Task ForgetAsync(ShopDbContext db, CustomerId customer, CancellationToken ct) =>
        db.Carts.Where(c => c.CustomerId == customer).ExecuteDeleteAsync(ct);

    private BasketItem Wanted(Offer offer, int quantity) => new(offer.Item, offer.Price, quantity)
    {
        Buyable = offer.Buyable,
        AtMost = MaxQuantity,
        IsBySubscription = offer.Recurrence is not null,
    };

    private CartViewLine Line(CartLine line, QuoteLine quoted, Offer offer, Quote quote) => new(
        quoted,
        offer.Buyable,
        MaxQuantity,
        line.SeenPrice != offer.Price.Minor ? offer.Price with { Minor = line.SeenPrice } : null,
        quote.Problems.FirstOrDefault(p => p.Variant == line.VariantId));

    private async Task ChangeAsync(CartOwner owner, bool create, Func<ShopDbContext, Cart, bool> change, CancellationToken ct)
    {
        // Both made the cart, or this one was merged away meanwhile: look again.
        if (await Collision.RetryAsync(() => ChangeOnceAsync(owner, create, change, ct), ct, Tries) is { } changed)
            Changed?.Invoke(changed);
    }

    /// <summary>The cart that was changed; null when there was nothing to change.</summary>
    private async Task<CartId?> ChangeOnceAsync(CartOwner owner, bool create, Func<ShopDbContext, Cart, bool> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        // First a write on the cart's row: whoever else changes this cart waits, instead of failing later.
        await db.Carts.Of(owner).ExecuteUpdateAsync(s => s.SetProperty(c => c.ChangedAt, c => c.ChangedAt), ct);
        var cart = await db.Carts.Of(owner).Include(c => c.Lines).FirstOrDefaultAsync(ct);
        if (cart is null)
        {
            if (!create)
                return null;
            cart = new Cart
            {
                Id = Id.New<CartId>(time),
                CustomerId = (owner as CartOwner.Customer)?.Id,
                TokenHash = (owner as CartOwner.Guest)?.Hash,
            };
            db.Carts.Add(cart);
        }

        if (!change(db, cart))
            return null;
        // Always a new time, so that the row is saved and its version rises: two changes of one cart cannot pass each other.
        cart.ChangedAt = now > cart.ChangedAt ? now : cart.ChangedAt.AddTicks(10);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return cart.Id;
    }
}
