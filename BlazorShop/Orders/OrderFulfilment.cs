using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>What happens to the goods: sent in one shipment or several, arrived, or never sent because the order is cancelled.</summary>
public sealed partial class Order
{
    /// <summary>What the history says of a cancelled order for which no money ever came.</summary>
    public const string NothingCharged = "Nothing was charged.";

    /// <summary>Paid for and still in the house: somebody of the staff has something to pack.</summary>
    public bool WaitsToShip => Status is OrderStatus.Confirmed && WhyNotShip is null;

    /// <summary>Why nothing of it may leave the house now, in words for staff; null when it may.</summary>
    public string? WhyNotShip => this switch
    {
        { Status: OrderStatus.Cancelled } => "This order is cancelled: nothing of it ships.",
        { ConfirmedAt: null } => "This order is not paid: nothing of it ships.",
        { IsDisputed: true } => "The payment is disputed: nothing ships until the bank has decided.",
        { PaymentStatus: PaymentStatus.Refunded } => "All of its money went back: nothing of it ships.",
        { FulfilmentStatus: FulfilmentStatus.Shipped or FulfilmentStatus.Delivered } => "All of this order has shipped.",
        _ => null,
    };

    /// <summary>Why it cannot be cancelled now, in words for staff; null when it can.</summary>
    public string? WhyNotCancel => this switch
    {
        { Status: OrderStatus.Cancelled } => "This order is cancelled already.",
        { FulfilmentStatus: not FulfilmentStatus.Unfulfilled } => "A part of this order has shipped: give money back instead of cancelling it.",
        { PaymentStatus: PaymentStatus.Processing } => "The bank is still working on the payment. Cancel the order when it has answered: then its money goes back at once.",
        { IsDisputed: true } => "The payment is disputed: the bank decides where its money goes.",
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
        if (WhyNotShip is { } why)
            throw new OrderRuleException(why);
        var packed = quantities.Where(p => p.Value != 0).OrderBy(p => p.Key).ToList();
        if (packed.Count == 0)
            throw new OrderRuleException("A shipment needs at least one item.");
        var shipment = new Shipment { Id = requestId, OrderId = Id, ShippedAt = at, Carrier = carrier, Tracking = tracking, By = by };
        var contents = new List<string>();
        foreach (var (position, quantity) in packed)
        {
            var line = Lines.Find(l => l.Position == position) ?? throw new OrderRuleException($"Order {Number} has no line {position}.");
            if (quantity < 0 || quantity > Unshipped(line))
                throw new OrderRuleException($"Of {line.Name}, {Unshipped(line)} can be shipped: enter a whole number from 0 to {Unshipped(line)}.");
            shipment.Lines.Add(new ShipmentLine { ShipmentId = requestId, Position = position, Quantity = quantity });
            contents.Add($"{quantity} × {line.Name}");
        }

        Shipments.Add(shipment);
        var all = Lines.TrueForAll(l => Unshipped(l) == 0);
        FulfilmentStatus = all ? FulfilmentStatus.Shipped : FulfilmentStatus.PartiallyShipped;
        // Paid and on its way: nothing of it is left to do.
        if (all)
            Status = OrderStatus.Completed;
        var how = tracking.Length > 0 ? $"{carrier}, tracking number {tracking}" : carrier;
        Note(at, all ? "Shipped" : "Partly shipped", Limit($"{how}: {string.Join(", ", contents)}"), $"ship:{requestId}", by);
    }

    /// <summary>All of it has arrived. False when that is known.</summary>
    /// <exception cref="OrderRuleException">Not all of it has left.</exception>
    public bool MarkDelivered(string by, DateTime at)
    {
        if (FulfilmentStatus is FulfilmentStatus.Delivered)
            return false;
        if (FulfilmentStatus is not FulfilmentStatus.Shipped)
            throw new OrderRuleException("Not all of this order has shipped yet.");
        FulfilmentStatus = FulfilmentStatus.Delivered;
        Note(at, "Delivered", "", "delivered", by);
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
        if (WhyNotCancel is { } why)
            throw new OrderRuleException(why);
        Status = OrderStatus.Cancelled;
        PaymentProblem = null;
        Note(at, "Order cancelled", back.Minor > 0 ? $"{back} goes back." : ConfirmedAt is null && !anyReceived ? NothingCharged : "", "cancelled", by);
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

    private static string Limit(string text) => Text.LimitWithEllipsis(text, 1000);
}
