using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>The buyer's side of a session: pay, authenticate. The form's endpoints and the tests use the same methods.</summary>
internal sealed partial class SandboxCheckout(SandboxStore store, TimeProvider time, ILogger<SandboxCheckout> logger)
{
    public Task<CheckoutOutcome> PayAsync(string sessionId, CheckoutPayment payment)
    {
        var outcome = store.Run(work => Pay(work, sessionId, payment), Request());
        Answered(sessionId, outcome.GetType().Name);
        return Task.FromResult(outcome);
    }

    /// <summary>The buyer's answer to the bank's challenge.</summary>
    public Task<CheckoutOutcome> AuthenticateAsync(string sessionId, bool succeed)
    {
        var outcome = store.Run(work => Authenticate(work, sessionId, succeed), Request());
        Answered(sessionId, outcome.GetType().Name);
        return Task.FromResult(outcome);
    }

    /// <summary>Settles a pending debit now instead of by the clock.</summary>
    public Task SettleDebitAsync(string sessionId, bool succeed)
    {
        store.Run(work => DebitSettlement.Settle(work, sessionId, succeed ? null : BankAccounts.FailedByHand));
        return Task.CompletedTask;
    }

    /// <summary>A session as it is now: open, complete or expired by the clock.</summary>
    public JsonObject? Find(string sessionId) => store.Run(work => Sessions.Find(work, sessionId));

    private CheckoutOutcome Pay(SandboxWork work, string sessionId, CheckoutPayment payment)
    {
        var session = Sessions.Find(work, sessionId);
        if (session is null || !SessionObject.IsOpen(session))
            return new CheckoutOutcome.Closed(session?.Text("status") ?? "unknown");

        var customer = work.Find(CustomerObject.Kind, session.Text("customer"));
        var email = customer?.Text("email") ?? session.Text("customer_email") ?? payment.Email;
        var errors = FilledIn.Errors(session, payment, email, time.GetUtcNow());
        if (errors.Count > 0)
            return new CheckoutOutcome.Invalid(errors);

        var method = MethodOf(work, session, payment, email!);
        if (method is null)
            return new CheckoutOutcome.Invalid(new Dictionary<string, string> { ["method"] = "This card can no longer be used." });

        session.Hidden()["filled"] = new JsonObject
        {
            ["email"] = email,
            ["phone"] = payment.Phone,
            ["save"] = payment.Save && payment.Method == "card",
            // Nobody fills in what is not asked.
            ["shipping"] = payment.Shipping is { } s && session["shipping_address_collection"] is not null ? Shipping(s) : null,
        };
        var intent = PaymentAttempts.IntentOf(work, session);
        if (intent.Text("object") == PaymentIntentObject.Kind && session.Hidden().Object("filled")?.Object("shipping") is { } shipping)
            intent["shipping"] = CustomerObject.Shipping(shipping);
        var bank = TestCards.Of(method.Hidden().Text("number"));
        return payment.Method != "bank" && bank.Challenge
            ? PaymentAttempts.Challenge(work, session, intent, method)
            : PaymentAttempts.Confirm(work, session, intent, method);
    }

    private static CheckoutOutcome Authenticate(SandboxWork work, string sessionId, bool succeed)
    {
        var session = Sessions.Find(work, sessionId);
        if (session is null || !SessionObject.IsOpen(session))
            return new CheckoutOutcome.Closed(session?.Text("status") ?? "unknown");
        var intent = PaymentAttempts.IntentOf(work, session);
        if (intent.Text("status") != "requires_action" || work.Find(PaymentMethodObject.Kind, intent.Text("payment_method")) is not { } method)
            return new CheckoutOutcome.Closed("open");
        intent["next_action"] = null;
        return succeed
            ? PaymentAttempts.Confirm(work, session, intent, method)
            : PaymentAttempts.Fail(work, session, intent, method, Decline.Authentication, charged: false);
    }

    private static JsonObject? MethodOf(SandboxWork work, JsonObject session, CheckoutPayment payment, string email)
    {
        if (payment.Method == "saved")
            return SandboxCards.Offered(work, session).FirstOrDefault(card => card.Id() == payment.PaymentMethod);

        var address = payment.Billing is { } b
            ? new JsonObject { ["line1"] = b.Line1, ["line2"] = b.Line2, ["city"] = b.City, ["state"] = b.State }
            : [];
        address["country"] = payment.Country;
        address["postal_code"] = string.IsNullOrWhiteSpace(payment.PostalCode) ? null : payment.PostalCode;
        var billing = PaymentMethodObject.Billing(payment.Name, email, address, payment.Phone);
        if (payment.Method == "bank")
            return work.Put(PaymentMethodObject.OfBank(
                FilledIn.Digits(payment.Account), BankAccounts.TypeFor(session.Text("currency") ?? "eur")!, billing, work.Now));
        var number = FilledIn.Digits(payment.Number);
        var (month, year) = FilledIn.Expiry(payment.Expiry)!.Value;
        return work.Put(PaymentMethodObject.OfCard(number, TestCards.BrandOf(number), month, year, billing, work.Now));
    }

    private static JsonObject Shipping(CheckoutAddress s) => new()
    {
        ["address"] = new JsonObject
        {
            ["city"] = s.City,
            ["country"] = s.Country,
            ["line1"] = s.Line1,
            ["line2"] = string.IsNullOrWhiteSpace(s.Line2) ? null : s.Line2,
            ["postal_code"] = s.PostalCode,
            ["state"] = string.IsNullOrWhiteSpace(s.State) ? null : s.State,
        },
        ["name"] = s.Name,
    };

    private static RequestMark Request() => new(SandboxIds.New("req", 14), null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sandbox checkout {Session}: {Outcome}")]
    private partial void Answered(string session, string outcome);
}
