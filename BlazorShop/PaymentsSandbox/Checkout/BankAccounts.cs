using System.Numerics;
using BlazorShop.PaymentsSandbox.Objects;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>Stripe's published test accounts for debits that settle later.</summary>
internal static class BankAccounts
{
    /// <summary>How long the sandbox's bank takes. Real ones take days.</summary>
    public static readonly TimeSpan SettlesAfter = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, Decline> Failing = new()
    {
        ["000111111113"] = new("account_closed", null, "The customer's bank account has been closed."),
        ["000111111116"] = new("no_account", null, "The customer's bank account could not be located."),
        ["000222222227"] = new("insufficient_funds", null, "The customer's account has insufficient funds to cover this payment."),
        ["000333333335"] = new("debit_not_authorized", null, "The customer has notified their bank that this payment was unauthorized."),
        ["000444444440"] = new("invalid_currency", null, "The bank was unable to process this payment because of its currency."),
        ["DE62370400440532013001"] = new("insufficient_funds", null, "The customer's account has insufficient funds to cover this payment."),
        ["AT861904300235473202"] = new("insufficient_funds", null, "The customer's account has insufficient funds to cover this payment."),
        ["AT051904300235473205"] = new("insufficient_funds", null, "The customer's account has insufficient funds to cover this payment."),
    };

    public static readonly Decline FailedByHand = new("insufficient_funds", null, "The customer's account has insufficient funds to cover this payment.");

    /// <summary>For people: each account with what its bank does.</summary>
    public static IEnumerable<(string Number, string What)> Listed =>
        Failing.Select(account => (account.Key, "Debit that fails: " + account.Value.Message))
            .Prepend(("000123456789", "Debit in dollars, paid after three minutes.")).Prepend(("DE89370400440532013000", "Debit in euros, paid after three minutes."));

    public static Decline? WhyFails(string? account) => account is null ? null : Failing.GetValueOrDefault(account);

    /// <summary>The debit there is in a currency; null where there is none.</summary>
    public static string? TypeFor(string currency) => currency switch { "usd" => "us_bank_account", "eur" => "sepa_debit", _ => null };

    public static bool IsWellFormed(string account) => account.Length > 2 && char.IsAsciiLetter(account[0])
        ? IsIban(account)
        : account.Length is >= 4 and <= 17 && account.All(char.IsAsciiDigit);

    private static bool IsIban(string account)
    {
        if (account.Length is < 15 or > 34 || !account.All(char.IsAsciiLetterOrDigit))
            return false;
        var digits = string.Concat((account[4..] + account[..4]).Select(c => char.IsAsciiDigit(c) ? c.ToString() : $"{c - 'A' + 10}"));
        return BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) % 97 == 1;
    }
}
