using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Pricing;

namespace BlazorShop.Orders;

/// <summary>
/// What was bought, by whom, for how much, where to: a snapshot made before any money moves. It changes by its verbs only, and
/// each verb that moves a status writes the history row that says so.
/// </summary>
public sealed partial class Order : IVersioned
{
    /// <summary>The first form, and two renewals.</summary>
    public const int MostForms = 3;

    /// <summary>Effect of the history's entry which says that a bank is working on a payment for which nothing could be held; the payment's id follows.</summary>
    public const string ShortOfStock = "short:";

    /// <summary>Effect of the history's entries which say that staff have done what was asked of them; a number follows.</summary>
    public const string SettledByStaff = "settled:";

    private const string opened = "open:";

    private Order()
    {
    }

    public OrderId Id { get; private init; }

    public string Number { get; private init; } = "";

    public CustomerId CustomerId { get; private init; }

    /// <summary>Lower case, as it was when the order was placed; empty once its buyer is forgotten.</summary>
    public string Email { get; set; } = "";

    public Address ShippingAddress { get; set; } = new();

    public Money Total { get; private init; }

    /// <summary>Minor units of the items before discounts.</summary>
    public long Subtotal { get; private init; }

    /// <summary>Minor units taken off the lines, not negative.</summary>
    public long Discount { get; private init; }

    /// <summary>Minor units of delivery.</summary>
    public long Delivery { get; private init; }

    /// <summary>Minor units of tax, included in the prices or charged beside them.</summary>
    public long Tax { get; private init; }

    /// <summary>Minor units given back so far.</summary>
    public long Refunded { get; private set; }

    /// <summary>Minor units of <see cref="HeldCurrency"/> that were received in its name and are not its own: set to what the books say.</summary>
    public long HeldMinor { get; private set; }

    /// <summary>The currency of what is held; null while nothing ever was.</summary>
    public string? HeldCurrency { get; private set; }

    /// <summary>Money of its buyer that is set aside until it is refunded: a second payment, another amount. Null when there is none.</summary>
    public Money? Held => HeldMinor == 0 ? null : new Money(HeldMinor, HeldCurrency ?? Total.Currency);

    public OrderStatus Status { get; private set; } = OrderStatus.Pending;

    public PaymentStatus PaymentStatus { get; private set; } = PaymentStatus.Unpaid;

    public FulfilmentStatus FulfilmentStatus { get; private set; } = FulfilmentStatus.Unfulfilled;

    public DateTime PlacedAt { get; private init; }

    public DateTime? ConfirmedAt { get; private set; }

    /// <summary>Where its money came from: <c>sandbox</c>, <c>test</c> or <c>live</c>.</summary>
    public string Environment { get; private init; } = "";

    /// <summary>The payment provider's name for the checkout that is open or that paid; opaque here.</summary>
    public string? PaymentSession { get; private set; }

    /// <summary>The payment provider's name for the payment; opaque here.</summary>
    public string? PaymentReference { get; private set; }

    /// <summary>"Visa ending in 4242", once paid.</summary>
    public string? PaidWith { get; private set; }

    /// <summary>Why the last try to pay did not work; null while none has failed.</summary>
    public DeclineReason? PaymentProblem { get; private set; }

    /// <summary>Something staff must look at: paid but not deliverable, or an amount that differs. <see cref="OpenAttention"/> says what.</summary>
    public bool NeedsAttention { get; private set; }

    /// <summary>A bank is asking for the money back, or has taken it: nothing ships.</summary>
    public bool IsDisputed { get; private set; }

    /// <summary>The subscription that it began or that it is a delivery of; null for what was bought once.</summary>
    public SubscriptionId? SubscriptionId { get; private set; }

    /// <summary>The language its buyer shopped in, in which its emails and papers are written: a tag such as <c>en</c> or <c>fr</c>.</summary>
    public string Language { get; private init; } = "";

    /// <summary>Made again from the provider's records after a loss of data.</summary>
    public bool IsRestored { get; private init; }

    /// <summary>When its buyer asked to be forgotten: the account is gone, and this order leads to nobody's.</summary>
    public DateTime? BuyerErasedAt { get; private set; }

    public int Version { get; set; }

    public List<OrderLine> Lines { get; } = [];

    /// <summary>What was charged beside the lines, or taken off the whole.</summary>
    public List<OrderCharge> Charges { get; } = [];

    public List<OrderHistoryEntry> History { get; } = [];

    public List<Shipment> Shipments { get; } = [];

    /// <summary>
    /// The goods are the buyer's to pay for now or later. Nobody is asked for more while money of theirs is held, and nobody keeps goods from the
    /// others by asking for form after form. Needs the history.
    /// </summary>
    public bool AwaitsPayment =>
        PaymentStatus is PaymentStatus.Unpaid or PaymentStatus.Failed && Status is OrderStatus.Pending or OrderStatus.Expired && Held is null && !IsSpent;

    /// <summary>What staff were asked to look at and nobody has settled, oldest first. Needs the history.</summary>
    public IReadOnlyList<OrderHistoryEntry> OpenAttention => [.. History.Where(h => h.IsOpen).OrderBy(h => h.Sequence)];

    /// <summary>Payment forms that its buyer was shown.</summary>
    public int FormsOpened => History.Count(h => h.Effect.StartsWith(opened, StringComparison.Ordinal));

    /// <summary>No further form is opened for it.</summary>
    public bool HadLastForm => FormsOpened >= MostForms;

    /// <summary>It was renewed as often as it may be, and not paid: its goods can be ordered again.</summary>
    public bool IsSpent => HadLastForm && ConfirmedAt is null && (Status is OrderStatus.Expired || PaymentStatus is PaymentStatus.Failed);

    /// <summary>The only maker of orders and their lines: what was quoted is what is bought.</summary>
    /// <param name="quote">Lines and charges are kept as they stand in it.</param>
    /// <param name="environment">Where its money comes from: <c>sandbox</c>, <c>test</c> or <c>live</c>.</param>
    /// <param name="isRestored">It was lost, and is made again from the provider's records.</param>
    public static Order Place(
        Quote quote, OrderKey key, OrderBuyer buyer, Address address, string environment, DateTime at, bool isRestored = false)
    {
        var order = new Order
        {
            Id = key.Id,
            Number = key.Number,
            CustomerId = buyer.Customer,
            Email = buyer.Email.ToLowerInvariant(),
            ShippingAddress = address with { },
            Total = quote.Total,
            Subtotal = quote.Subtotal.Minor,
            Discount = quote.Discount.Minor,
            Delivery = quote.Delivery.Minor,
            Tax = quote.Tax.Minor,
            PlacedAt = at,
            Environment = environment,
            Language = buyer.Language,
            IsRestored = isRestored,
        };
        order.Lines.AddRange(quote.Lines.Select((line, index) => new OrderLine(key.Id, index + 1, line)));
        order.Charges.AddRange(quote.Charges.Select((charge, index) => new OrderCharge(key.Id, index + 1, charge)));
        order.Note(at, OrderEventKind.Placed, new EventDetails { Count = quote.Count, Amount = quote.Total }, "placed");
        return order;
    }

    /// <summary>What was agreed, as it was agreed. Needs lines and charges.</summary>
    public Quote Quote => new()
    {
        Currency = Total.Currency,
        Lines = [.. Lines.OrderBy(l => l.Position).Select(l => l.Quoted)],
        Charges = [.. Charges.OrderBy(c => c.Position).Select(c => c.Quoted)],
    };

    /// <summary>A checkout was opened for this order; an expired or failed one is pending again.</summary>
    public void PaymentStarted(string session, int attempt, DateTime at)
    {
        if (Status is OrderStatus.Expired)
            Status = OrderStatus.Pending;
        if (PaymentStatus is PaymentStatus.Failed)
            PaymentStatus = PaymentStatus.Unpaid;
        if (PaymentStatus is not PaymentStatus.Unpaid)
            return;
        PaymentSession = session;
        PaymentProblem = null;
        Note(at, OrderEventKind.PaymentStarted, new EventDetails { Count = attempt }, opened + session);
    }

    /// <summary>The buyer has done their part; the bank takes days to answer. False when that is already known or past.</summary>
    public bool MarkProcessing(string session, DateTime at)
    {
        if (PaymentStatus is not (PaymentStatus.Unpaid or PaymentStatus.Failed) || Status is OrderStatus.Cancelled)
            return false;
        Status = OrderStatus.Pending;
        PaymentStatus = PaymentStatus.Processing;
        PaymentSession = session;
        PaymentProblem = null;
        Note(at, OrderEventKind.PaymentProcessing, EventDetails.None, "processing:" + session);
        return true;
    }

    /// <summary>All of the money is there. False when this order is already paid by the same payment.</summary>
    public bool MarkPaid(string? session, string? reference, Money received, string? paidWith, DateTime at)
    {
        if (received != Total)
            throw new InvalidOperationException($"Order {Number} costs {Total}, received {received}.");
        if (PaymentStatus is not (PaymentStatus.Unpaid or PaymentStatus.Processing or PaymentStatus.Failed) || Status is OrderStatus.Cancelled)
            return false;
        Status = OrderStatus.Confirmed;
        PaymentStatus = PaymentStatus.Paid;
        ConfirmedAt = at;
        PaymentSession = session;
        PaymentReference = reference;
        PaidWith = paidWith;
        PaymentProblem = null;
        Note(at, OrderEventKind.Paid, new EventDetails { Amount = received, Text = paidWith ?? "" }, "paid");
        return true;
    }

    /// <summary>Which subscription it belongs to.</summary>
    public void BelongsTo(SubscriptionId subscription) => SubscriptionId ??= subscription;

    /// <summary>The buyer said another address while paying: that one is meant.</summary>
    public void ShipTo(Address address, DateTime at, string session)
    {
        // A form that does not ask for a telephone does not take it away.
        var (meant, first) = (address with { Phone = address.Phone ?? ShippingAddress.Phone }, ShippingAddress.IsCountryOnly());
        if (meant == ShippingAddress)
            return;
        ShippingAddress = meant;
        if (first)
            return;
        Note(at, OrderEventKind.AddressChanged, EventDetails.None, "address:" + session);
    }

    /// <summary>The bank has answered, with money that is not this order's: it waits for nobody, and can be cancelled, or paid once that has gone back.</summary>
    public void MarkSetAside(Money received, string session, DateTime at)
    {
        if (PaymentStatus is not PaymentStatus.Processing)
            return;
        PaymentStatus = PaymentStatus.Unpaid;
        Note(at, OrderEventKind.PaymentSetAside, new EventDetails { Amount = received }, "held:" + session);
    }

    public bool MarkPaymentFailed(string session, DeclineReason why, DateTime at)
    {
        if (PaymentStatus is not (PaymentStatus.Unpaid or PaymentStatus.Processing) || Status is OrderStatus.Cancelled)
            return false;
        PaymentStatus = PaymentStatus.Failed;
        PaymentProblem = why;
        Note(at, OrderEventKind.PaymentFailed, new EventDetails { Code = why.ToString() }, "failed:" + session);
        return true;
    }

    /// <summary>No money can come for this any more, and none has come.</summary>
    public bool MarkExpired(string session, DateTime at)
    {
        if (PaymentStatus is not PaymentStatus.Unpaid || Status is not OrderStatus.Pending)
            return false;
        Status = OrderStatus.Expired;
        Note(at, OrderEventKind.NotPaidInTime, new EventDetails { Code = Held is null ? NothingCharged : null }, "expired:" + session);
        return true;
    }

    /// <summary>All that is refunded by now, in minor units: set to what the books say, never added to.</summary>
    public void SetRefunded(Money total, OrderEventKind what, EventDetails details, string effect, DateTime at, string? by = null)
    {
        if (total.Currency != Total.Currency || total.Minor < 0 || total > Total)
            throw new InvalidOperationException($"Order {Number} costs {Total}; {total} cannot have been refunded.");
        Refunded = total.Minor;
        PaymentStatus = MoneyStatus();
        Note(at, what, details, effect, by);
    }

    /// <summary>
    /// A dispute began, moved or ended. <paramref name="isOpenOrLost"/>: some dispute of its money is not decided for us;
    /// <paramref name="ended"/>: this one is.
    /// </summary>
    public void SetDisputed(bool isOpenOrLost, bool ended, EventDetails details, string effect, DateTime at)
    {
        IsDisputed = isOpenOrLost;
        PaymentStatus = MoneyStatus();
        Note(at, ended ? OrderEventKind.DisputeEnded : OrderEventKind.Disputed, details, effect);
    }

    /// <summary>What is held now and not this order's, as the books have it; of several currencies, its own is shown.</summary>
    public void SetHeld(IReadOnlyList<Money> held)
    {
        var shown = held.FirstOrDefault(m => m.Currency == Total.Currency && m.Minor != 0);
        if (shown.Minor == 0)
            shown = held.FirstOrDefault(m => m.Minor != 0);
        (HeldMinor, HeldCurrency) = shown.Minor == 0 ? (0, HeldCurrency) : (shown.Minor, shown.Currency);
    }

    /// <summary>A line in the history that moves nothing.</summary>
    public void Remark(OrderEventKind what, EventDetails details, string effect, DateTime at) => Note(at, what, details, effect);

    /// <summary>Asks staff to look; what was asked before under the same <paramref name="effect"/> is not asked again.</summary>
    public void AskAttention(AttentionKind what, DateTime at, string effect, EventDetails? details = null)
    {
        if (History.Exists(h => h.Effect == effect))
            return;
        NeedsAttention = true;
        Note(at, OrderEventKind.AttentionAsked, (details ?? EventDetails.None) with { Code = what.ToString() }, effect);
    }

    /// <summary>What was asked of this kind has settled itself; anything else that was asked stays.</summary>
    public void EndAttention(AttentionKind what, AttentionEnd because, DateTime at, string effect)
    {
        var settled = History.FindAll(h => h.IsOpen && h.Attention == what);
        if (settled.Count == 0)
            return;
        End(settled);
        Note(at, OrderEventKind.AttentionEnded, new EventDetails { Code = because.ToString() }, effect);
    }

    /// <summary>Money that is set aside is a task until it is gone: while there is some, staff cannot say that nothing is left to do.</summary>
    public bool CanSettleAttention => Held is null;

    /// <summary>Staff have done all that was asked.</summary>
    public void SettleAttention(string by, DateTime at)
    {
        if (!CanSettleAttention)
            throw new OrderRuleException(OrderRule.MoneyIsHeld) { Amount = Held };
        if (!NeedsAttention)
            return;
        var open = History.FindAll(h => h.IsOpen);
        End(open);
        var times = History.Count(h => h.Effect.StartsWith(SettledByStaff, StringComparison.Ordinal));
        Note(at, OrderEventKind.AttentionDone, new EventDetails { Count = open.Count }, SettledByStaff + times.ToString(CultureInfo.InvariantCulture), by);
    }

    /// <summary>The step that is written next ends these.</summary>
    private void End(List<OrderHistoryEntry> asked)
    {
        asked.ForEach(h => h.EndedBy = NextSequence);
        NeedsAttention = History.Exists(h => h.IsOpen);
    }

    private int NextSequence => History.Count == 0 ? 1 : History.Max(h => h.Sequence) + 1;

    private PaymentStatus MoneyStatus()
    {
        // Money of an order that is not paid was never this order's.
        if (ConfirmedAt is null)
            return PaymentStatus;
        if (IsDisputed)
            return PaymentStatus.Disputed;
        return Refunded == 0 ? PaymentStatus.Paid : Refunded < Total.Minor ? PaymentStatus.PartiallyRefunded : PaymentStatus.Refunded;
    }

    private void Note(DateTime at, OrderEventKind what, EventDetails details, string effect, string? by = null)
    {
        // A fact told again after a crash is the same fact.
        if (!History.Exists(h => h.Effect == effect))
            History.Add(new OrderHistoryEntry(this, NextSequence, at, what, details, effect, by));
    }
}
