using System.Globalization;
using System.Net.Mail;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>Checks what the buyer typed, in the words of the form. The script checks too; this side decides.</summary>
internal static class FilledIn
{
    public static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    public static Dictionary<string, string> Errors(JsonObject session, CheckoutPayment payment, string? email, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>();
        if (!MailAddress.TryCreate(email, out _))
            errors["email"] = string.IsNullOrWhiteSpace(email) ? "Enter your email." : "Your email is incomplete or invalid.";
        switch (payment.Method)
        {
            case "card" or "saved" when !Offers(session, "card"):
            case "bank" when !Offers(session, BankAccounts.TypeFor(session.Text("currency") ?? "")):
                errors["method"] = "Choose another payment method.";
                break;
            case "card":
                CheckCard(payment, now, errors);
                CheckHolder(session, payment, errors);
                break;
            case "bank":
                if (!BankAccounts.IsWellFormed(Digits(payment.Account)))
                    errors["account"] = "The account number you entered is invalid.";
                CheckHolder(session, payment, errors);
                break;
            case "saved":
                break;
            default:
                errors["method"] = "Choose a payment method.";
                break;
        }
        if (session.Object("shipping_address_collection") is { } collection)
            CheckShipping(collection, payment.Shipping, errors);
        return errors;
    }

    public static (int Month, int Year)? Expiry(string? text)
    {
        var digits = Digits(text);
        if (digits.Length is not (4 or 6) || !digits.All(char.IsAsciiDigit))
            return null;
        var month = int.Parse(digits[..2], CultureInfo.InvariantCulture);
        var year = int.Parse(digits[2..], CultureInfo.InvariantCulture);
        return month is < 1 or > 12 ? null : (month, year < 100 ? 2000 + year : year);
    }

    public static bool Offers(JsonObject session, string? type) =>
        type is not null && session["payment_method_types"] is JsonArray types && types.Any(t => t?.GetValue<string>() == type);

    private static void CheckCard(CheckoutPayment payment, DateTimeOffset now, Dictionary<string, string> errors)
    {
        var number = Digits(payment.Number);
        if (number.Length < 12)
            errors["number"] = "Your card number is incomplete.";
        else if (!TestCards.IsWellFormed(number))
            errors["number"] = number == "4242424242424241" ? "Your card number is incorrect." : "Your card number is invalid.";
        if (Expiry(payment.Expiry) is not { } expiry)
            errors["expiry"] = "Your card's expiration date is incomplete.";
        else if (expiry.Year < now.Year || (expiry.Year == now.Year && expiry.Month < now.Month))
            errors["expiry"] = "Your card's expiration date is in the past.";
        if (Digits(payment.Cvc).Length != (TestCards.BrandOf(number) == "amex" ? 4 : 3))
            errors["cvc"] = "Your card's security code is incomplete.";
    }

    private static void CheckHolder(JsonObject session, CheckoutPayment payment, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(payment.Name))
            errors["name"] = "Enter the account or card holder's name.";
        if (string.IsNullOrWhiteSpace(payment.Country))
            errors["country"] = "Choose a country.";
        var required = session.Text("billing_address_collection") == "required";
        if ((required || BillingRules.NeedsPostalCode(payment.Country)) && string.IsNullOrWhiteSpace(payment.PostalCode))
            errors["postal"] = "Your postal code is incomplete.";
        if (!required)
            return;
        if (string.IsNullOrWhiteSpace(payment.Billing?.Line1))
            errors["billingLine1"] = "Enter your address.";
        if (string.IsNullOrWhiteSpace(payment.Billing?.City))
            errors["billingCity"] = "Enter your city.";
        if (BillingRules.NeedsState(payment.Country) && string.IsNullOrWhiteSpace(payment.Billing?.State))
            errors["billingState"] = "Enter your state or region.";
    }

    private static void CheckShipping(JsonObject collection, CheckoutAddress? shipping, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(shipping?.Name))
            errors["shippingName"] = "Enter your full name.";
        if (string.IsNullOrWhiteSpace(shipping?.Line1))
            errors["shippingLine1"] = "Enter your address.";
        if (string.IsNullOrWhiteSpace(shipping?.City))
            errors["shippingCity"] = "Enter your city.";
        if (BillingRules.HasPostalCode(shipping?.Country) && string.IsNullOrWhiteSpace(shipping?.PostalCode))
            errors["shippingPostal"] = "Enter your postal code.";
        if (BillingRules.NeedsState(shipping?.Country) && shipping?.Country != "ES" && string.IsNullOrWhiteSpace(shipping?.State))
            errors["shippingState"] = "Enter your state or region.";
        var allowed = collection["allowed_countries"]?.AsArray().Select(c => c?.GetValue<string>()) ?? [];
        if (!allowed.Contains(shipping?.Country))
            errors["shippingCountry"] = "Choose a country we ship to.";
    }
}
