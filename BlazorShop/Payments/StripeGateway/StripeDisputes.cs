using BlazorShop.Common;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Stripe's words for disputes. Source: docs.stripe.com/api/disputes/object</summary>
internal static class StripeDisputes
{
    public static DisputeStatus Status(string word) => word switch
    {
        "warning_needs_response" => DisputeStatus.Inquiry,
        "warning_under_review" => DisputeStatus.InquiryUnderReview,
        "warning_closed" => DisputeStatus.InquiryClosed,
        "needs_response" => DisputeStatus.NeedsResponse,
        "under_review" => DisputeStatus.UnderReview,
        "won" => DisputeStatus.Won,
        "lost" => DisputeStatus.Lost,
        "prevented" => DisputeStatus.Prevented,
        "appeal_needs_response" => DisputeStatus.AppealNeedsResponse,
        "appeal_under_review" => DisputeStatus.AppealUnderReview,
        _ => DisputeStatus.Other,
    };

    public static DisputeReason Reason(string? word) => word switch
    {
        "bank_cannot_process" => DisputeReason.BankCannotProcess,
        "check_returned" => DisputeReason.CheckReturned,
        "credit_not_processed" => DisputeReason.RefundNotReceived,
        "customer_initiated" => DisputeReason.BuyerAsked,
        "debit_not_authorized" => DisputeReason.DebitNotAuthorized,
        "duplicate" => DisputeReason.Duplicate,
        "fraudulent" => DisputeReason.Fraudulent,
        "incorrect_account_details" => DisputeReason.WrongAccountDetails,
        "insufficient_funds" => DisputeReason.InsufficientFunds,
        "noncompliant" => DisputeReason.Noncompliant,
        "product_not_received" => DisputeReason.NotReceived,
        "product_unacceptable" => DisputeReason.NotAsDescribed,
        "subscription_canceled" => DisputeReason.SubscriptionCancelled,
        "unrecognized" => DisputeReason.Unrecognized,
        _ => DisputeReason.General,
    };
}
