using System.Text;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Whether a delivery really comes from Stripe.</summary>
internal static class StripeSignature
{
    private const int MaxHeader = 4096;
    private static readonly UTF8Encoding strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when one of our secrets signed these bytes within the tolerance; else why not.</summary>
    public static string? WhyRefused(string header, byte[] body, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (header.Length is 0 or > MaxHeader)
            return "the signature is missing or too long";
        string text;
        try
        {
            text = strictUtf8.GetString(body);
        }
        catch (ArgumentException)
        {
            return "the body is not UTF-8";
        }

        var why = "no secret is configured";
        foreach (var secret in secrets)
        {
            try
            {
                EventUtility.ValidateSignature(text, header, secret, EventUtility.DefaultTimeTolerance, now.ToUnixTimeSeconds());
                return null;
            }
            catch (Exception failure) when (failure is StripeException or OverflowException or FormatException or ArgumentException or NullReferenceException)
            {
                // The SDK answers odd headers with more than its own exception.
                why = failure is StripeException ? failure.Message : "the signature header is malformed";
            }
        }

        return why;
    }
}
