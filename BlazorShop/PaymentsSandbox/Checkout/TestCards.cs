using BlazorShop.PaymentsSandbox.Objects;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>What the bank behind a number does.</summary>
internal sealed record TestCard(
    bool Challenge = false, Decline? Decline = null, bool DeclineOnlyWhenCharged = false,
    string? Dispute = null, bool Inquiry = false, RefundManner Refund = RefundManner.AtOnce);

internal enum RefundManner
{
    AtOnce,
    SucceedsLater,
    FailsLater,
}

/// <summary>Stripe's published test numbers. Any other number that passes the check digit is paid like 4242….</summary>
internal static class TestCards
{
    private static readonly Decline Generic = new("card_declined", "generic_decline", "Your card was declined.");
    private static readonly Decline NoFunds = new("card_declined", "insufficient_funds", "Your card has insufficient funds.");
    private static readonly TestCard Ordinary = new();

    private static readonly Dictionary<string, TestCard> Known = new()
    {
        ["4000000000000002"] = new(Decline: Generic),
        ["4000000000009995"] = new(Decline: NoFunds),
        ["4000000000009987"] = new(Decline: new("card_declined", "lost_card", "Your card was declined.")),
        ["4000000000009979"] = new(Decline: new("card_declined", "stolen_card", "Your card was declined.")),
        ["4000000000000069"] = new(Decline: new("expired_card", null, "Your card has expired.", "exp_month")),
        ["4000000000000127"] = new(Decline: new("incorrect_cvc", null, "Your card's security code is incorrect.", "cvc")),
        ["4000000000000119"] = new(Decline: new("processing_error", null, "An error occurred while processing your card. Try again in a little bit.")),
        ["4000000000006975"] = new(Decline: new("card_declined", "card_velocity_exceeded", "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.")),
        ["4242424242424241"] = new(Decline: new("incorrect_number", null, "Your card number is incorrect.", "number")),
        ["4000000000000341"] = new(Decline: Generic, DeclineOnlyWhenCharged: true),
        ["4100000000000019"] = new(Decline: new("card_declined", "fraudulent", "Your card was declined.", Blocked: true)),

        ["4000002500003155"] = new(Challenge: true),
        ["4000002760003184"] = new(Challenge: true),
        // Set up already, which spares off-session payments only; the buyer at the form is on session.
        ["4000003800000446"] = new(Challenge: true),
        ["4000000000003220"] = new(Challenge: true),
        ["4000000000003063"] = new(Challenge: true),
        ["4000008260003178"] = new(Challenge: true, Decline: NoFunds, DeclineOnlyWhenCharged: true),
        ["4000008400001629"] = new(Challenge: true, Decline: Generic),

        ["4000000000000259"] = new(Dispute: "fraudulent"),
        ["4000000000002685"] = new(Dispute: "product_not_received"),
        ["4000000000001976"] = new(Dispute: "product_not_received", Inquiry: true),

        ["4000000000007726"] = new(Refund: RefundManner.SucceedsLater),
        ["4000000000005126"] = new(Refund: RefundManner.FailsLater),
    };

    public static TestCard Of(string? number) => number is not null && Known.TryGetValue(number, out var card) ? card : Ordinary;

    /// <summary>For people: each number with what its bank does.</summary>
    public static IEnumerable<(string Number, string What)> Listed => Known.Select(card => (card.Key, What(card.Value))).Prepend(("4242424242424242", "Paid immediately."));

    private static string What(TestCard card)
    {
        var outcome = card switch
        {
            { Decline: { } decline, DeclineOnlyWhenCharged: true } => $"Can be saved, but is declined when charged: {decline.Message}",
            { Decline: { } decline } => $"Declined: {decline.Message}",
            { Inquiry: true } => "Paid, then the bank asks about it.",
            { Dispute: { } reason } => $"Paid, then disputed as {reason.Replace('_', ' ')}.",
            { Refund: RefundManner.SucceedsLater } => "Paid. A refund takes a while.",
            { Refund: RefundManner.FailsLater } => "Paid. A refund fails later.",
            _ => "Paid.",
        };
        return card.Challenge ? "Asks the buyer to approve. " + outcome : outcome;
    }

    public static bool IsWellFormed(string number)
    {
        // 4242…4241 is published for its wrong check digit; like Stripe's form we refuse it before asking the bank.
        if (number.Length is < 12 or > 19 || !number.All(char.IsAsciiDigit))
            return false;
        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[^(i + 1)] - '0';
            if (i % 2 == 1)
                digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    public static string BrandOf(string number) => number switch
    {
        ['3', '4' or '7', ..] => "amex",
        ['5', ..] or ['2', ..] => "mastercard",
        ['6', ..] => "discover",
        ['3', '0' or '6' or '8', ..] => "diners",
        ['3', '5', ..] => "jcb",
        _ => "visa",
    };
}
