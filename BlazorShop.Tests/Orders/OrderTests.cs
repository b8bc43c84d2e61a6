using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Pricing;
using BlazorShop.Tests.Testing;
using static BlazorShop.Tests.Orders.SomeOrder;

namespace BlazorShop.Tests.Orders;

/// <summary>An order's life from its being placed to its money: what each step changes, what it leaves alone, and what it says.</summary>
public sealed class OrderTests
{
    private static readonly DateTime at = PlacedAt;

    [Fact]
    public void A_placed_order_keeps_who_bought_it_when_where_to_and_in_which_language()
    {
        var (key, customer, address) = (OrderKey.New(TimeProvider.System), Make.Customer(), Make.Address());
        var order = Order.Place(Make.Quote((Make.Item().Variant, 2)), key, new OrderBuyer(customer, "Ada@Example.org", "fr"), address, "live", at, isRestored: true);
        address.City = "Lyon";

        Assert.Equal(
            (key.Id, key.Number, customer, "ada@example.org", "fr", "live", at, true, "Paris"),
            (order.Id, order.Number, order.CustomerId, order.Email, order.Language, order.Environment, order.PlacedAt, order.IsRestored, order.ShippingAddress.City));
        Assert.Equal(
            (OrderStatus.Pending, PaymentStatus.Unpaid, FulfilmentStatus.Unfulfilled, null, false), (order.Status, order.PaymentStatus, order.FulfilmentStatus, order.Held, order.NeedsAttention));
        var placed = Assert.Single(order.History);
        Assert.Equal((1, OrderEventKind.Placed, at, 2, order.Total), (placed.Sequence, placed.Kind, placed.At, placed.Count, placed.Amount));
    }

    [Fact]
    public void Lines_and_charges_stand_in_the_order_of_the_quote()
    {
        var quote = Make.Quote((Make.Item().Variant, 1), (Make.Item().Variant, 2)) with
        {
            Charges = [new(ChargeKind.Delivery, new Money(490, "EUR")) { Code = "std", Name = new string('x', 130) }, new(ChargeKind.Credit, new Money(-100, "EUR"))],
        };
        var order = Order.Place(quote, OrderKey.New(TimeProvider.System), new OrderBuyer(Make.Customer(), "ada@example.org"), Make.Address(), "test", at);

        Assert.Equal([1, 2], order.Lines.Select(l => l.Position));
        Assert.Equal([1, 2], order.Charges.Select(c => c.Position));
        Assert.Equal(OrderCharge.LongestName, order.Charges[0].Name!.Length);
        // However the database hands them over.
        order.Lines.Reverse();
        order.Charges.Reverse();
        Assert.Equal([1, 2], order.Quote.Lines.Select(l => l.Quantity));
        Assert.Equal([490, -100], order.Quote.Charges.Select(c => c.Amount.Minor));
        Assert.Equal(["std", null], order.Quote.Charges.Select(c => c.Code));
        Assert.Equal(quote.Total, order.Quote.Total);
    }

    [Fact]
    public void A_form_that_opens_makes_an_expired_order_wait_for_its_payment_again()
    {
        var order = Placed();
        order.PaymentStarted(Form, 1, at);
        Assert.Equal((Form, OrderEventKind.PaymentStarted, 1), (order.PaymentSession, order.History[^1].Kind, order.History[^1].Count));
        Assert.True(order.MarkExpired(Form, at));
        Assert.Equal(OrderStatus.Expired, order.Status);

        order.PaymentStarted("cs_2", 2, at);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Unpaid, "cs_2", 2), (order.Status, order.PaymentStatus, order.PaymentSession, order.FormsOpened));
    }

    [Fact]
    public void A_form_that_opens_after_a_failed_payment_forgets_why_it_failed()
    {
        var order = Placed();
        Assert.True(order.MarkPaymentFailed(Form, DeclineReason.InsufficientFunds, at));
        Assert.Equal((PaymentStatus.Failed, DeclineReason.InsufficientFunds), (order.PaymentStatus, order.PaymentProblem));
        Assert.Equal((OrderEventKind.PaymentFailed, nameof(DeclineReason.InsufficientFunds)), (order.History[^1].Kind, order.History[^1].Code));

        order.PaymentStarted("cs_2", 2, at);
        Assert.Equal((PaymentStatus.Unpaid, null), (order.PaymentStatus, order.PaymentProblem));
    }

    [Fact]
    public void A_form_that_opens_late_does_not_touch_an_order_that_is_paid()
    {
        var order = Paid();
        var steps = order.History.Count;
        order.PaymentStarted("cs_2", 2, at);
        Assert.Equal((PaymentStatus.Paid, Form, steps), (order.PaymentStatus, order.PaymentSession, order.History.Count));
    }

    [Fact]
    public void A_bank_that_works_on_a_payment_keeps_the_order_open_whatever_was_tried_before()
    {
        foreach (var before in new Action<Order>[] { _ => { }, o => o.MarkExpired(Form, at), o => o.MarkPaymentFailed(Form, DeclineReason.Declined, at) })
        {
            var order = Placed();
            before(order);
            Assert.True(order.MarkProcessing("cs_2", at));
            Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, "cs_2", null), (order.Status, order.PaymentStatus, order.PaymentSession, order.PaymentProblem));
            Assert.Equal(OrderEventKind.PaymentProcessing, order.History[^1].Kind);
            Assert.False(order.AwaitsPayment);
            // Told again, it is known.
            Assert.False(order.MarkProcessing("cs_2", at));
        }
    }

    [Fact]
    public void An_order_that_is_paid_or_cancelled_waits_for_no_bank_and_fails_and_expires_no_more()
    {
        var paid = Paid();
        var cancelled = Placed();
        Assert.True(cancelled.Cancel(Money.Zero("EUR"), Staff.Eve, at));
        foreach (var order in new[] { paid, cancelled })
        {
            var before = (order.Status, order.PaymentStatus, order.PaymentProblem, order.History.Count);
            Assert.False(order.MarkProcessing("cs_2", at));
            Assert.False(order.MarkPaymentFailed("cs_2", DeclineReason.Declined, at));
            Assert.False(order.MarkExpired("cs_2", at));
            Assert.False(order.MarkPaid("cs_2", "pi_2", order.Total, null, at));
            Assert.Equal(before, (order.Status, order.PaymentStatus, order.PaymentProblem, order.History.Count));
        }
    }

    [Fact]
    public void An_order_that_a_bank_works_on_neither_expires_nor_fails_twice()
    {
        var order = Placed();
        order.MarkProcessing(Form, at);
        Assert.False(order.MarkExpired(Form, at));
        Assert.True(order.MarkPaymentFailed(Form, DeclineReason.Declined, at));
        Assert.False(order.MarkPaymentFailed(Form, DeclineReason.Expired, at));
        Assert.Equal(DeclineReason.Declined, order.PaymentProblem);
    }

    [Fact]
    public void Money_makes_an_order_confirmed_whether_it_came_at_once_after_days_or_after_a_failure()
    {
        foreach (var before in new Action<Order>[] { _ => { }, o => o.MarkProcessing(Form, at), o => o.MarkPaymentFailed(Form, DeclineReason.Declined, at), o => o.MarkExpired(Form, at) })
        {
            var order = Placed();
            before(order);
            Assert.True(order.MarkPaid("cs_2", "pi_2", order.Total, "Visa ending in 4242", at.AddHours(1)));
            Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid, at.AddHours(1), null), (order.Status, order.PaymentStatus, order.ConfirmedAt, order.PaymentProblem));
            Assert.Equal(("cs_2", "pi_2", "Visa ending in 4242"), (order.PaymentSession, order.PaymentReference, order.PaidWith));
            var step = order.History[^1];
            Assert.Equal((OrderEventKind.Paid, order.Total, "Visa ending in 4242"), (step.Kind, step.Amount, step.Text));
            Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (step.OrderStatus, step.PaymentStatus));
        }
    }

    [Fact]
    public void A_payment_whose_means_nobody_names_is_written_down_all_the_same()
    {
        var order = Placed();
        Assert.True(order.MarkPaid(null, null, order.Total, null, at));
        Assert.Equal("", order.History[^1].Text);
    }

    [Fact]
    public void Another_amount_never_pays_an_order()
    {
        var order = Placed();
        foreach (var amount in new[] { order.Total with { Minor = order.Total.Minor - 1 }, order.Total with { Currency = "USD" } })
        {
            Assert.Contains(order.Number, Assert.Throws<InvalidOperationException>(() => order.MarkPaid(Form, "pi_1", amount, null, at)).Message, StringComparison.Ordinal);
            Assert.Equal((PaymentStatus.Unpaid, null), (order.PaymentStatus, order.ConfirmedAt));
        }
    }

    [Fact]
    public void An_order_that_expires_says_that_nothing_was_charged_unless_money_is_held()
    {
        var order = Placed();
        Assert.True(order.MarkExpired(Form, at));
        Assert.Equal((OrderEventKind.NotPaidInTime, Order.NothingCharged), (order.History[^1].Kind, order.History[^1].Code));
        Assert.False(order.MarkExpired(Form, at));

        var held = Placed();
        held.SetHeld([new Money(5, "EUR")]);
        Assert.True(held.MarkExpired(Form, at));
        Assert.Null(held.History[^1].Code);
    }

    [Fact]
    public void A_buyer_is_asked_to_pay_while_nothing_has_come_and_forms_are_left()
    {
        var order = Placed();
        Assert.True(order.AwaitsPayment);
        order.SetHeld([new Money(5, "EUR")]);
        Assert.False(order.AwaitsPayment);
        order.SetHeld([]);
        order.MarkPaymentFailed(Form, DeclineReason.Declined, at);
        Assert.True(order.AwaitsPayment);
        Assert.False(Paid().AwaitsPayment);
        var cancelled = Placed();
        cancelled.Cancel(Money.Zero("EUR"), Staff.Eve, at);
        Assert.False(cancelled.AwaitsPayment);
    }

    [Fact]
    public void After_the_last_form_an_order_can_only_be_ordered_again()
    {
        var order = Placed();
        for (var form = 1; form <= Order.MostForms; form++)
        {
            Assert.False(order.HadLastForm);
            order.PaymentStarted($"cs_{form}", form, at);
        }

        // The last one is open: it can be paid through that.
        Assert.Equal((Order.MostForms, true, false, true), (order.FormsOpened, order.HadLastForm, order.IsSpent, order.AwaitsPayment));
        order.MarkPaymentFailed("cs_3", DeclineReason.Declined, at);
        Assert.Equal((true, false), (order.IsSpent, order.AwaitsPayment));
        order.MarkPaid("cs_3", "pi_3", order.Total, null, at);
        Assert.False(order.IsSpent);

        var expired = Placed();
        expired.MarkExpired(Form, at);
        Assert.Equal((false, true), (expired.IsSpent, expired.AwaitsPayment));
        for (var form = 1; form <= Order.MostForms; form++)
            expired.PaymentStarted($"cs_{form}", form, at);
        expired.MarkExpired("cs_3", at);
        Assert.Equal((true, false), (expired.IsSpent, expired.AwaitsPayment));
    }

    [Fact]
    public void An_order_belongs_to_the_subscription_that_it_was_made_for()
    {
        var (first, second) = (new SubscriptionId(Guid.NewGuid()), new SubscriptionId(Guid.NewGuid()));
        var order = Placed();
        order.BelongsTo(first);
        order.BelongsTo(second);
        Assert.Equal(first, order.SubscriptionId);
    }

    [Fact]
    public void An_address_said_while_paying_is_the_one_that_is_meant()
    {
        var order = Placed();
        order.ShippingAddress = order.ShippingAddress with { Phone = "+33612345678" };
        order.ShipTo(Make.Address(), at, Form);
        Assert.Single(order.History);
        order.ShipTo(Make.Address() with { City = "Lyon", PostalCode = "69001" }, at, Form);
        Assert.Equal(("Lyon", "+33612345678", OrderEventKind.AddressChanged), (order.ShippingAddress.City, order.ShippingAddress.Phone, order.History[^1].Kind));
        order.ShipTo(Make.Address() with { City = "Nice", Phone = "+33699999999" }, at, "cs_2");
        Assert.Equal(("Nice", "+33699999999"), (order.ShippingAddress.City, order.ShippingAddress.Phone));
    }

    [Fact]
    public void The_first_address_of_an_order_that_knew_only_its_country_is_no_change()
    {
        var order = Order.Place(Make.Quote((Make.Item().Variant, 1)), OrderKey.New(TimeProvider.System), new OrderBuyer(Make.Customer(), "ada@example.org"), new Address { Country = "FR" }, "test", at);
        order.ShipTo(Make.Address(), at, Form);
        Assert.Equal("Paris", order.ShippingAddress.City);
        Assert.Single(order.History);
    }

    [Fact]
    public void A_fact_told_twice_is_one_step_and_steps_are_numbered_from_one()
    {
        var order = Placed();
        order.Remark(OrderEventKind.ReminderSent, EventDetails.None, "mail:unpaid", at);
        order.Remark(OrderEventKind.ReminderSent, EventDetails.None, "mail:unpaid", at);
        Assert.Equal([1, 2], order.History.Select(h => h.Sequence));
    }

    /// <summary>They stand in the database: under another name a fact that was told before an upgrade would be written twice after it.</summary>
    [Fact]
    public void Steps_keep_the_names_by_which_a_fact_is_known_again()
    {
        var order = Placed();
        order.PaymentStarted(Form, 1, at);
        order.MarkPaymentFailed(Form, DeclineReason.Declined, at);
        order.MarkProcessing("cs_2", at);
        order.MarkSetAside(new Money(5, "EUR"), "cs_2", at);
        order.ShipTo(Make.Address() with { City = "Lyon" }, at, "cs_3");
        order.MarkExpired("cs_3", at);
        order.MarkPaid("cs_4", "pi_4", order.Total, null, at);
        var shipment = Guid.NewGuid();
        order.Ship(shipment, new Dictionary<int, int> { [1] = 1 }, "DHL", "", Staff.Eve, at);
        order.MarkDelivered(Staff.Eve, at);
        Assert.Equal(
            ["placed", "open:cs_1", "failed:cs_1", "processing:cs_2", "held:cs_2", "address:cs_3", "expired:cs_3", "paid", $"ship:{shipment}", "delivered"],
            order.History.Select(h => h.Effect));
        var cancelled = Placed();
        cancelled.Cancel(Money.Zero("EUR"), Staff.Eve, at);
        Assert.Equal("cancelled", cancelled.History[^1].Effect);
    }

    [Fact]
    public void What_staff_and_the_provider_have_among_themselves_is_no_news_for_the_buyer()
    {
        OrderEventKind[] kept = [OrderEventKind.AttentionAsked, OrderEventKind.AttentionDone, OrderEventKind.AttentionEnded, OrderEventKind.PaymentStarted, OrderEventKind.ReminderSent];
        Assert.All(Enum.GetValues<OrderEventKind>(), kind =>
        {
            var order = Placed();
            order.Remark(kind, EventDetails.None, "told", at);
            Assert.Equal(!kept.Contains(kind), order.History[^1].IsForBuyer);
        });
    }

    [Fact]
    public void A_step_keeps_what_its_sentence_needs_and_cuts_what_is_too_long_to_keep()
    {
        var order = Placed();
        order.Remark(OrderEventKind.Disputed, new EventDetails { Amount = new Money(5, "USD"), Code = "NeedsResponse", Due = at.AddDays(9), Text = new string('x', 1200), Count = 3 }, "dispute:1", at);
        var step = order.History[^1];
        Assert.Equal((new Money(5, "USD"), "NeedsResponse", at.AddDays(9), 3, OrderHistoryEntry.LongestText), (step.Amount, step.Code, step.Due, step.Count, step.Text.Length));
        Assert.Equal((order.Id, "dispute:1", FulfilmentStatus.Unfulfilled), (step.OrderId, step.Effect, step.FulfilmentStatus));
        order.Remark(OrderEventKind.Note, EventDetails.None, "note", at);
        Assert.Equal((null, "", AttentionKind.Note), (order.History[^1].Amount, order.History[^1].Text, order.History[^1].Attention));
    }
}
