using System.Text;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Pricing;
using BlazorShop.Subscriptions;

namespace BlazorShop.Tests.Testing;

/// <summary>Things of the shop, ready to be stored, with everything a test does not care about filled in.</summary>
public static class Make
{
    private static int counter;

    public static Address Address(string country = "FR") => new()
    {
        FullName = "Ada Lovelace",
        Line1 = "12 Rue des Abbesses",
        City = "Paris",
        PostalCode = "75018",
        Country = country,
    };

    public static Category Category(string name = "Kitchen") => new()
    {
        Id = Id.New<CategoryId>(TimeProvider.System),
        Slug = Slug(name),
        Name = name,
    };

    /// <summary>A published product in one form; add variants and call <see cref="Product.Refresh"/> for more.</summary>
    public static Product Product(Category category, string name = "Kettle", long price = 1999, int stock = 5, string currency = "EUR")
    {
        var product = new Product
        {
            Id = Id.New<ProductId>(TimeProvider.System),
            CategoryId = category.Id,
            Slug = Slug(name),
            Name = name,
            Summary = name + " for every day.",
            Description = "Made **well**.",
            CreatedAt = DateTime.UtcNow,
        };
        product.Variants.Add(Variant(product, price, stock, currency: currency));
        product.Images.Add(new ProductImage { Id = Guid.CreateVersion7(), ProductId = product.Id, Url = "/img/products/none.svg", Alt = name });
        product.Refresh();
        return product;
    }

    public static ProductVariant Variant(Product product, long price = 1999, int stock = 5, string options = "", string currency = "EUR")
    {
        var id = Id.New<VariantId>(TimeProvider.System);
        return new ProductVariant
        {
            Id = id,
            ProductId = product.Id,
            Sku = $"SKU-{Interlocked.Increment(ref counter):D4}-{id.Value.ToString("N")[^6..].ToUpperInvariant()}",
            Options = options,
            Price = new Money(price, currency),
            Position = product.Variants.Count,
            Stock = new StockItem { VariantId = id, OnHand = stock },
        };
    }

    /// <summary>An order that was just placed: pending, unpaid. Move it with its own verbs.</summary>
    public static Order Order(
        CustomerId customer,
        string email = "ada@example.org",
        DateTime? placedAt = null,
        string environment = "sandbox",
        string? number = null,
        params IEnumerable<(string Name, long Price, int Quantity)> lines)
    {
        var wanted = lines.ToList();
        if (wanted.Count == 0)
            wanted.Add(("Kettle", 1999, 1));
        var quote = new BlazorShop.Pricing.Quote { Currency = "EUR", Lines = [.. wanted.Select(l => new QuoteLine(Item(l.Name), new Money(l.Price, "EUR"), l.Quantity))] };
        var key = OrderKey.New(TimeProvider.System);
        return BlazorShop.Orders.Order.Place(
            quote, number is null ? key : key with { Number = number }, new OrderBuyer(customer, email), Address(), environment, placedAt ?? DateTime.UtcNow);
    }

    public static ItemSnapshot Item(string name = "Kettle", string options = "") => new()
    {
        Variant = Id.New<VariantId>(TimeProvider.System),
        ProductSlug = name.ToLowerInvariant(),
        Name = name,
        Options = options,
        Sku = "SKU-" + name.ToUpperInvariant(),
    };

    public static Quote Quote(params IEnumerable<(VariantId Variant, int Quantity)> items) => new()
    {
        Currency = "EUR",
        Lines = [.. items.Select(i => new QuoteLine(Item() with { Variant = i.Variant }, new Money(1999, "EUR"), i.Quantity))],
    };

    /// <summary>An event of the provider's as it is stored, made there 65 seconds before it came.</summary>
    public static InboxEvent Event(
        string id,
        string type = "customer.created",
        string? about = null,
        InboxState state = InboxState.Applied,
        DateTime? at = null,
        string? version = "2026-10-28.endive",
        string body = "{}",
        string provider = "stripe")
    {
        var received = at ?? DateTime.UtcNow;
        return new InboxEvent
        {
            Provider = provider,
            Id = id,
            Type = type,
            ObjectId = about,
            ApiVersion = version,
            Payload = Encoding.UTF8.GetBytes(body),
            Source = "webhook",
            ReceivedAt = received,
            NextAt = received,
            CreatedAtProvider = received.AddSeconds(-65),
            State = state,
        };
    }

    /// <summary>A dispute as the provider answers it.</summary>
    public static ProviderDispute Dispute(Payment payment, DisputeStatus status, long minor, bool withdrawn, bool reinstated = false, string reference = "du_1") => new()
    {
        Reference = reference,
        Payment = payment.Id,
        Amount = new Money(minor, "EUR"),
        Status = status,
        Reason = DisputeReason.Fraudulent,
        FundsWithdrawn = withdrawn,
        FundsReinstated = reinstated,
        CreatedAt = payment.CreatedAt,
    };

    /// <summary>A difference from the provider's records, as a comparison of the books writes it down.</summary>
    public static ReconciliationBreak Difference(
        string reference,
        DateTime foundAt,
        BreakKind kind = BreakKind.MissingHere,
        OrderId? order = null,
        long ours = 0,
        long theirs = 3900,
        DateTime? resolvedAt = null,
        string provider = "stripe") => new()
        {
            Reference = reference,
            Provider = provider,
            Kind = kind,
            OrderId = order,
            Ours = ours,
            Theirs = theirs,
            Currency = "EUR",
            FoundAt = foundAt,
            ResolvedAt = resolvedAt,
        };

    /// <summary>A subscription that is paid and goes on, each with a reference and a first payment of its own.</summary>
    public static Subscription Subscription(DateTime? createdAt = null)
    {
        var id = Id.New<SubscriptionId>(TimeProvider.System);
        return new Subscription
        {
            Id = id,
            CustomerId = Customer(),
            Email = "ada@example.org",
            Provider = "stripe",
            Reference = $"sub_{id.Value:N}",
            FirstPayment = Id.New<PaymentId>(TimeProvider.System),
            Item = Item("Coffee"),
            UnitPrice = new Money(1400, "EUR"),
            Quantity = 1,
            Recurrence = Recurrence.EveryMonth,
            ShippingAddress = Address(),
            Status = SubscriptionStatus.Active,
            Environment = "sandbox",
            CreatedAt = createdAt ?? DateTime.UtcNow,
        };
    }

    public static CustomerId Customer() => Id.New<CustomerId>(TimeProvider.System);

    /// <summary>Stores a product with its shelf and stock, and answers it.</summary>
    public static async Task<Product> AddProductAsync(this ShopDbContext db, string name = "Kettle", long price = 1999, int stock = 5)
    {
        var category = Category("Shelf of " + name);
        var product = Product(category, name, price, stock);
        db.Add(category);
        db.Add(product);
        await db.SaveChangesAsync();
        return product;
    }

    private static string Slug(string name) =>
        $"{name.ToLowerInvariant().Replace(' ', '-')}-{Interlocked.Increment(ref counter)}-{Guid.NewGuid().ToString("N")[..6]}";
}
