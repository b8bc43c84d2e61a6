using Microsoft.EntityFrameworkCore.Migrations;

namespace BlazorShop.Data;

/// <summary>How a dispute stands, and why, were words of the only provider there was. They become the shop's own kinds; a word that none stands for becomes the general one.</summary>
internal static class DisputeKindsStep
{
    private static readonly (string Word, string Kind)[] statuses =
    [
        ("warning_needs_response", "Inquiry"),
        ("warning_under_review", "InquiryUnderReview"),
        ("warning_closed", "InquiryClosed"),
        ("needs_response", "NeedsResponse"),
        ("under_review", "UnderReview"),
        ("won", "Won"),
        ("lost", "Lost"),
        ("prevented", "Prevented"),
        ("appeal_needs_response", "AppealNeedsResponse"),
        ("appeal_under_review", "AppealUnderReview"),
    ];

    private static readonly (string Word, string Kind)[] reasons =
    [
        ("bank_cannot_process", "BankCannotProcess"),
        ("check_returned", "CheckReturned"),
        ("credit_not_processed", "RefundNotReceived"),
        ("customer_initiated", "BuyerAsked"),
        ("debit_not_authorized", "DebitNotAuthorized"),
        ("duplicate", "Duplicate"),
        ("fraudulent", "Fraudulent"),
        ("general", "General"),
        ("incorrect_account_details", "WrongAccountDetails"),
        ("insufficient_funds", "InsufficientFunds"),
        ("noncompliant", "Noncompliant"),
        ("product_not_received", "NotReceived"),
        ("product_unacceptable", "NotAsDescribed"),
        ("subscription_canceled", "SubscriptionCancelled"),
        ("unrecognized", "Unrecognized"),
    ];

    public static void NameDisputes(this MigrationBuilder migration)
    {
        migration.Data($"""UPDATE "Disputes" SET "Status" = {Kind("Status", statuses, "'Other'")}, "Reason" = {Kind("Reason", reasons, "'General'")};""");
        const string steps = "\"Kind\" IN ('Disputed', 'DisputeEnded', 'HeldDisputed', 'HeldDisputeEnded')";
        migration.Data(
            $"""
            UPDATE "OrderHistory" SET "Code" = {Kind("Code", statuses, "\"Code\"")}, "Text" = {Kind("Text", reasons, "\"Text\"")}
            WHERE {steps} AND "Code" IS NOT NULL;
            """);
        migration.Data($"""UPDATE "OrderHistory" SET "Text" = {Kind("Text", statuses, "\"Text\"")} WHERE "Kind" = 'AttentionAsked' AND "Code" = 'HeldDisputed';""");
        JournalGuard.Take(migration);
        migration.Data($"""UPDATE "JournalEntries" SET "Text" = {Kind("Text", reasons, "\"Text\"")} WHERE "Kind" = 'Dispute';""");
        JournalGuard.Put(migration);
    }

    private static string Kind(string column, (string Word, string Kind)[] table, string other) =>
        $"CASE \"{column}\" {string.Join(' ', table.Select(t => $"WHEN '{t.Word}' THEN '{t.Kind}'"))} ELSE {other} END";
}
