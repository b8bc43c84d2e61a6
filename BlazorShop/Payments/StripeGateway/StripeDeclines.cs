using BlazorShop.Common;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Stripe's codes of a payment that did not work, in our kinds. Source: Stripe's lists of error codes and of decline codes.</summary>
internal static class StripeDeclines
{
    /// <summary>Null where nothing failed. A code that is new to us is a plain refusal.</summary>
    public static DeclineReason? Of(StripeError? error) => error is null ? null : OfCode(error.DeclineCode) ?? OfCode(error.Code) ?? DeclineReason.Declined;

    private static DeclineReason? OfCode(string? code) => code switch
    {
        "insufficient_funds" or "withdrawal_count_limit_exceeded" or "card_velocity_exceeded" => DeclineReason.InsufficientFunds,
        "expired_card" => DeclineReason.Expired,
        "incorrect_cvc" or "incorrect_number" or "incorrect_zip" or "incorrect_pin" or "incorrect_address"
            or "invalid_cvc" or "invalid_number" or "invalid_expiry_month" or "invalid_expiry_year" or "invalid_account" or "invalid_pin"
            or "bank_account_unusable" or "no_account" => DeclineReason.WrongDetails,
        "authentication_required" or "payment_intent_authentication_failure" or "authentication_not_handled" or "mobile_device_authentication_required"
            or "payment_intent_payment_attempt_expired" => DeclineReason.NotConfirmed,
        "account_closed" or "bank_account_declined" or "debit_not_authorized" or "bank_account_restricted" or "payment_method_bank_account_already_closed" => DeclineReason.AccountClosed,
        "card_not_supported" or "currency_not_supported" or "invalid_amount" or "transaction_not_allowed" => DeclineReason.NotSupported,
        "processing_error" or "try_again_later" or "issuer_not_available" or "reenter_transaction" or "payment_method_provider_timeout" => DeclineReason.TryAgain,
        _ => null,
    };
}
