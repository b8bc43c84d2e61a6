using BlazorShop.Data;

namespace BlazorShop.Orders;

/// <summary>Orders, which the law wants kept: from each goes what it does not want, and the email once nothing is owed to the buyer any more.</summary>
internal sealed class OrderPersonalData(OrderService orders, TimeProvider time) : IPersonalData, IErasureRest
{
    public int Place => 20;

    public async Task ExportAsync(PersonalFile file, Person person, CancellationToken ct)
    {
        var placed = await orders.AllAsync(person.Customer, ct);
        foreach (var order in placed)
            file.Number(order.Id, order.Number);
        file.Add("orders", placed.Select(Tell).ToList());
    }

    public async Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct)
    {
        await orders.ForgetAsync(db, person.Customer, Now, ct);
        return null;
    }

    public Task<bool> HasRestAsync(CancellationToken ct) => orders.HasRestAsync(ct);

    public Task<IReadOnlyList<string>> EraseRestAsync(ShopDbContext db, CancellationToken ct) => orders.ForgetRestAsync(db, Now, ct);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static object Tell(Order order) => new
    {
        number = order.Number,
        placedAt = order.PlacedAt,
        paidAt = order.ConfirmedAt,
        email = order.Email,
        shippingAddress = order.ShippingAddress,
        orderStatus = order.Status.ToString(),
        paymentStatus = order.PaymentStatus.ToString(),
        fulfilmentStatus = order.FulfilmentStatus.ToString(),
        total = PersonalFile.Of(order.Total),
        refunded = PersonalFile.Of(order.Total with { Minor = order.Refunded }),
        paidWith = order.PaidWith,
        lines = order.Lines.Select(l => new { name = l.Item.Name, options = l.Item.Options, sku = l.Item.Sku, quantity = l.Quantity, unitPrice = PersonalFile.Of(l.UnitPrice) }),
        charges = order.Charges.Select(c => new { kind = c.Kind.ToString(), name = c.Name, amount = PersonalFile.Of(c.Amount) }),
        shipments = order.Shipments.Select(s => new { shippedAt = s.ShippedAt, carrier = s.Carrier, tracking = s.Tracking }),
        history = order.History.Select(h => new { at = h.At, what = OrderWords.Title(h), details = OrderWords.Details(h) }),
    };
}
