using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>What happens to the goods: sent in one shipment or several, arrived, or never sent because the order is cancelled.</summary>
public sealed partial class Order
{
    /// <summary>Code of the history's entry about an order that ended without any money having come.</summary>
    public const string NothingCharged = "NothingCharged";

    /// <summary>Paid for and still in the house: somebody of the staff has something to pack.</summary>
    public bool WaitsToShip => Status is OrderStatus.Confirmed && WhyNotShip is null;

    /// <summary>Why nothing of it may leave the house now; null when it may.</summary>
    public OrderRule? WhyNotShip => this switch
    {
        { Status: OrderStatus.Cancelled } => OrderRule.CancelledNotShipped,
        { ConfirmedAt: null } => OrderRule.UnpaidNotShipped,
        { IsDisputed: true } => OrderRule.DisputedNotShipped,
        { PaymentStatus: PaymentStatus.Refunded } => OrderRule.RefundedNotShipped,
        { FulfilmentStatus: FulfilmentStatus.Shipped or FulfilmentStatus.Delivered } => OrderRule.AllShipped,
        _ => null,
    };

    /// <summary>Why it cannot be cancelled now; null when it can.</summary>
    public OrderRule? WhyNotCancel => this switch
    {
        { Status: OrderStatus.Cancelled } => OrderRule.AlreadyCancelled,
        { FulfilmentStatus: not FulfilmentStatus.Unfulfilled } => OrderRule.PartlyShippedNotCancelled,
        { PaymentStatus: PaymentStatus.Processing } => OrderRule.ProcessingNotCancelled,
        { IsDisputed: true } => OrderRule.DisputedNotCancelled,
        _ => null,
    };

    /// <summary>How many items of the line are still in the house.</summary>
    public int Unshipped(OrderLine line) =>
        line.Quantity - Shipments.SelectMany(s => s.Lines).Where(l => l.Position == line.Position).Sum(l => l.Quantity);

    /// <summary>A shipment leaves with these items, by the position of their lines. The same shipment again changes nothing.</summary>
    /// <exception cref="OrderRuleException">It may not, or there are not so many.</exception>
    public void Ship(Guid requestId, IReadOnlyDictionary<int, int> quantities, string carrier, string tracking, string by, DateTime at)
    {
        if (Shipments.Exists(s => s.Id == requestId))
            return;
        if (WhyNotShip is { } rule)
            throw new OrderRuleException(rule);
        var packed = quantities.Where(p => p.Value != 0).OrderBy(p => p.Key).ToList();
        if (packed.Count == 0)
            throw new OrderRuleException(OrderRule.NothingPacked);
        var shipment = new Shipment { Id = requestId, OrderId = Id, ShippedAt = at, Carrier = carrier, Tracking = tracking, By = by };
        var contents = new List<string>();
        foreach (var (position, quantity) in packed)
        {
            var line = Lines.Find(l => l.Position == position) ?? throw new OrderRuleException(OrderRule.NoSuchLine);
            if (quantity < 0 || quantity > Unshipped(line))
                throw new OrderRuleException(OrderRule.TooManyPacked) { Text = line.Name, Count = Unshipped(line) };
            shipment.Lines.Add(new ShipmentLine { ShipmentId = requestId, Position = position, Quantity = quantity });
            contents.Add($"{quantity} × {line.Name}");
        }

        Shipments.Add(shipment);
        var all = Lines.TrueForAll(l => Unshipped(l) == 0);
        FulfilmentStatus = all ? FulfilmentStatus.Shipped : FulfilmentStatus.PartiallyShipped;
        // Paid and on its way: nothing of it is left to do.
        if (all)
            Status = OrderStatus.Completed;
        var how = tracking.Length > 0 ? $"{carrier} {tracking}" : carrier;
        Note(at, all ? OrderEventKind.Shipped : OrderEventKind.PartlyShipped, new EventDetails { Text = $"{how}: {string.Join(", ", contents)}" }, $"ship:{requestId}", by);
    }

    /// <summary>All of it has arrived. False when that is known.</summary>
    /// <exception cref="OrderRuleException">Not all of it has left.</exception>
    public bool MarkDelivered(string by, DateTime at)
    {
        if (FulfilmentStatus is FulfilmentStatus.Delivered)
            return false;
        if (FulfilmentStatus is not FulfilmentStatus.Shipped)
            throw new OrderRuleException(OrderRule.NotAllShipped);
        FulfilmentStatus = FulfilmentStatus.Delivered;
        Note(at, OrderEventKind.Delivered, EventDetails.None, "delivered", by);
        return true;
    }

    /// <summary>
    /// Nothing of it will be sent. <paramref name="back"/>: the money that goes back for it; <paramref name="anyReceived"/>: some had
    /// come, be it back by now. False when that is known.
    /// </summary>
    /// <exception cref="OrderRuleException">It cannot be cancelled any more, or not yet.</exception>
    public bool Cancel(Money back, string by, DateTime at, bool anyReceived = false)
    {
        if (Status is OrderStatus.Cancelled)
            return false;
        if (WhyNotCancel is { } rule)
            throw new OrderRuleException(rule);
        Status = OrderStatus.Cancelled;
        PaymentProblem = null;
        var details = back.Minor > 0 ? new EventDetails { Amount = back }
            : ConfirmedAt is null && !anyReceived ? new EventDetails { Code = NothingCharged }
            : EventDetails.None;
        Note(at, OrderEventKind.Cancelled, details, "cancelled", by);
        return true;
    }

    /// <summary>Its buyer asked to be forgotten: what neither the law nor the shipment needs goes, now or when asked again later.</summary>
    public void Forget(DateTime at)
    {
        BuyerErasedAt ??= at;
        if (IsStillOwed)
            return;
        Email = "";
        // Nobody calls them any more; name and place stay with what was paid.
        ShippingAddress = ShippingAddress with { Phone = null };
        // What was never paid is nobody's book-keeping.
        if (ConfirmedAt is null)
            ShippingAddress = new Address { FullName = "Erased", Line1 = "Erased", City = "Erased", PostalCode = "-", Country = ShippingAddress.Country };
    }

    /// <summary>Goods, money or a bank's decision are still due: its buyer must be written to.</summary>
    private bool IsStillOwed => IsDisputed || WaitsToShip || Held is not null;
}
