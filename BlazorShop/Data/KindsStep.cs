using Microsoft.EntityFrameworkCore.Migrations;

namespace BlazorShop.Data;

/// <summary>
/// What happened to an order, why money was refunded and what was booked were English sentences. They become kinds with arguments; what no kind is
/// known for stays as text of the kind Note. One text for all providers but for three functions that each names in its own way.
/// </summary>
internal static class KindsStep
{
    /// <summary>Titles of releases up to November 2026.</summary>
    private static readonly (string Words, string Kind)[] titles =
    [
        ("Order placed", "Placed"),
        ("Bought outside the shop", "BoughtOutside"),
        ("Payment started", "PaymentStarted"),
        ("Payment is being processed", "PaymentProcessing"),
        ("Paid", "Paid"),
        ("Payment failed", "PaymentFailed"),
        ("Payment set aside", "PaymentSetAside"),
        ("Payment came after the cancellation", "PaidAfterCancellation"),
        ("Not paid in time", "NotPaidInTime"),
        ("Mail sent", "ReminderSent"),
        ("Shipping address changed", "AddressChanged"),
        ("Refund on its way", "RefundPending"),
        ("Refunded", "Refunded"),
        ("Refund not needed", "RefundNotNeeded"),
        ("Refund adjusted", "RefundAdjusted"),
        ("Refund was refused", "RefundRefused"),
        ("Refund did not arrive", "RefundReturned"),
        ("Payment disputed", "Disputed"),
        ("Dispute ended", "DisputeEnded"),
        ("A payment we had set aside is disputed", "HeldDisputed"),
        ("Dispute of a payment we had set aside ended", "HeldDisputeEnded"),
        ("Partly shipped", "PartlyShipped"),
        ("Shipped", "Shipped"),
        ("Delivered", "Delivered"),
        ("Order cancelled", "Cancelled"),
        ("Needs attention", "AttentionAsked"),
        ("Attention settled", "AttentionDone"),
        ("The bank has paid", "AttentionEnded"),
        ("The bank has refused", "AttentionEnded"),
        ("Booked after all", "AttentionEnded"),
    ];

    /// <summary>What staff were asked, where the sentence had no amount in it; the others stay as text.</summary>
    private static readonly (string Like, string Kind)[] asked =
    [
        ("A bank is working on a payment of this order%", "ProcessingUnheld"),
        ("The payment provider reports something about this order%", "CannotBook"),
        ("Restored from the payment provider''s records%", "Restored"),
        ("Restored from the payment provider;%", "RestoredShort"),
        ("Paid after its goods had been released%", "SoldOut"),
        ("A renewal was paid, but too few%", "RenewalShort"),
        ("Bought outside the shop, but too few%", "OutsideShort"),
        ("Bought outside the shop without a delivery address%", "OutsideNoAddress"),
        ("Paid by a buyer who has been forgotten since%", "BuyerForgotten"),
        ("Collected from a buyer who has been forgotten since%", "RenewalOfForgotten"),
    ];

    /// <summary>Why a bank did not pay: the provider's sentences for buyers.</summary>
    private static readonly (string Like, string Kind)[] declines =
    [
        ("%insufficient funds%", "InsufficientFunds"),
        ("%has expired%", "Expired"),
        ("%security code is incorrect%", "WrongDetails"),
        ("%number is incorrect%", "WrongDetails"),
        ("%unable to authenticate%", "NotConfirmed"),
        ("%processing your card%", "TryAgain"),
        ("%was declined%", "Declined"),
        ("%did not accept the payment%", "Declined"),
    ];

    /// <summary>Why the shop refunded by itself.</summary>
    private static readonly (string Like, string Kind)[] reasons =
    [
        ("This order had been cancelled before your payment arrived%", "AfterCancellation"),
        ("This order was paid twice%", "PaidTwice"),
        ("An item sold out before your payment arrived%", "SoldOut"),
        ("Your order was cancelled.%", "OrderCancelled"),
        ("Refunded at the payment provider.%", "AtProvider"),
    ];

    /// <summary>Signs that stand before an amount or within it.</summary>
    private static readonly string[] notDigits = ["€", "$", "£", "¥", ",", ".", ":", "\u00a0"];

    /// <summary>Needs the new columns beside <c>OrderHistory.What</c> and <c>Orders.Attention</c>, which are dropped afterwards.</summary>
    public static void NameKinds(this MigrationBuilder migration)
    {
        History(migration);
        Attention(migration);
        RefundSteps(migration);
        migration.Data($"""UPDATE "Refunds" SET "Because" = CASE {When(reasons, "\"Reason\"")} ELSE 'ByShop' END;""");
        migration.Data(
            $"""
            UPDATE "Refunds" SET "Reason" = CASE WHEN "Because" = 'OrderCancelled' THEN {Rest("\"Reason\"", "Your order was cancelled. ")}
                WHEN "Because" = 'ByShop' AND "Reason" <> 'Refunded by the shop.' THEN "Reason" ELSE '' END;
            """);
        migration.Data($"""UPDATE "Orders" SET "PaymentProblem" = CASE {When(declines, "\"PaymentProblem\"")} ELSE 'Declined' END WHERE "PaymentProblem" IS NOT NULL;""");
        // What its buyer was shown is in the request of a payment.
        migration.Data(
            """
            UPDATE "Orders" SET "Language" = CASE WHEN EXISTS (
                SELECT 1 FROM "Payments" AS p WHERE p."OrderId" = "Orders"."Id" AND p."Request" LIKE '%"Locale":"fr"%') THEN 'fr' ELSE 'en' END;
            """);
        JournalGuard.Take(migration);
        Journal(migration);
        JournalGuard.Put(migration);
    }

    private static void History(MigrationBuilder migration)
    {
        var kinds = string.Join(' ', titles.Select(t => $"WHEN '{t.Words}' THEN '{t.Kind}'"));
        migration.Data($"""UPDATE "OrderHistory" SET "Kind" = CASE "What" {kinds} ELSE 'Note' END;""");
        migration.Data("""UPDATE "OrderHistory" SET "Text" = "What" WHERE "Kind" = 'Note' AND "Text" = '';""");
        var both = migration.IsSqlServer() ? "\"What\" + ': ' + \"Text\"" : "\"What\" || ': ' || \"Text\"";
        migration.Data($"""UPDATE "OrderHistory" SET "Text" = SUBSTRING({both}, 1, 1000) WHERE "Kind" = 'Note' AND "Text" <> "What";""");
        migration.Data(
            $"""
            UPDATE "OrderHistory" SET "Code" = CASE
                WHEN "Kind" = 'AttentionAsked' THEN CASE {When(asked, "\"Text\"")} ELSE 'Note' END
                WHEN "What" = 'The bank has paid' THEN 'BankPaid' WHEN "What" = 'The bank has refused' THEN 'BankRefused' WHEN "What" = 'Booked after all' THEN 'Booked'
                WHEN "Kind" = 'PaymentFailed' THEN CASE {When(declines, "\"Text\"")} END
                WHEN "Kind" = 'NotPaidInTime' AND "Text" LIKE 'Nothing was charged%' THEN 'NothingCharged'
                WHEN "Kind" = 'Cancelled' AND "Text" = 'Nothing was charged.' THEN 'NothingCharged'
                WHEN "Kind" = 'ReminderSent' AND "Text" LIKE 'How its items can be ordered again%' THEN 'OrderAgain'
            END;
            """);
        migration.Data("""UPDATE "OrderHistory" SET "Text" = REPLACE("Text", ', tracking number ', ' ') WHERE "Kind" IN ('Shipped', 'PartlyShipped');""");
    }

    private static void Attention(MigrationBuilder migration)
    {
        migration.Data("""UPDATE "OrderHistory" SET "EndedBy" = "Sequence" WHERE "Kind" = 'AttentionAsked';""");
        // Asked since staff last said that all is done, and still among what is asked; of a long list the beginning had been cut.
        migration.Data(
            $"""
            UPDATE "OrderHistory" SET "EndedBy" = NULL WHERE "Kind" = 'AttentionAsked'
                AND EXISTS (SELECT 1 FROM "Orders" AS o WHERE o."Id" = "OrderHistory"."OrderId"
                    AND ({Find("\"OrderHistory\".\"Text\"", "o.\"Attention\"", migration)} > 0 OR o."Attention" LIKE {migration.Literal("…%")}))
                AND NOT EXISTS (SELECT 1 FROM "OrderHistory" AS d
                    WHERE d."OrderId" = "OrderHistory"."OrderId" AND d."Kind" = 'AttentionDone' AND d."Sequence" > "OrderHistory"."Sequence");
            """);
        migration.Data(
            """
            INSERT INTO "OrderHistory" ("OrderId", "Sequence", "At", "Kind", "Code", "Text", "What", "OrderStatus", "PaymentStatus", "FulfilmentStatus", "Effect")
            SELECT o."Id", COALESCE((SELECT MAX(h."Sequence") FROM "OrderHistory" AS h WHERE h."OrderId" = o."Id"), 0) + 1, o."PlacedAt", 'AttentionAsked', 'Note',
                o."Attention", '', o."Status", o."PaymentStatus", o."FulfilmentStatus", 'attention:kept'
            FROM "Orders" AS o
            WHERE o."Attention" IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM "OrderHistory" AS h WHERE h."OrderId" = o."Id" AND h."Kind" = 'AttentionAsked' AND h."EndedBy" IS NULL);
            """);
        var yes = migration.IsSqlServer() || migration.IsSqlite() ? "1" : "TRUE";
        migration.Data($"""UPDATE "Orders" SET "NeedsAttention" = {yes} WHERE "Attention" IS NOT NULL;""");
    }

    /// <summary>A receipt adds up an order's refunds: their amounts stood at the head of the text, before a colon.</summary>
    private static void RefundSteps(MigrationBuilder migration)
    {
        const string steps = "\"Kind\" IN ('RefundPending', 'Refunded')";
        var colon = Find("': '", "\"Text\"", migration);
        var digits = notDigits.Aggregate($"SUBSTRING(\"Text\", 1, CASE WHEN {colon} > 0 THEN {colon} - 1 ELSE 0 END)", (text, sign) => $"REPLACE({text}, {migration.Literal(sign)}, '')");
        digits = $"REPLACE({digits}, (SELECT o.\"Total_Currency\" FROM \"Orders\" AS o WHERE o.\"Id\" = \"OrderHistory\".\"OrderId\"), '')";
        // The crown and the shilling are written without the hundredths in which they are counted.
        migration.Data(
            $"""
            UPDATE "OrderHistory" SET "AmountMinor" = CAST({digits} AS BIGINT),
                "AmountCurrency" = (SELECT o."Total_Currency" FROM "Orders" AS o WHERE o."Id" = "OrderHistory"."OrderId" AND o."Total_Currency" NOT IN ('ISK', 'UGX'))
            WHERE {steps} AND {colon} > 1 AND {OnlyDigits(digits, migration)};
            """);
        migration.Data("""UPDATE "OrderHistory" SET "AmountMinor" = NULL WHERE "AmountCurrency" IS NULL;""");
        migration.Data($"""UPDATE "OrderHistory" SET "Text" = SUBSTRING("Text", {colon} + 2, 1000) WHERE {steps} AND "AmountMinor" IS NOT NULL;""");
        migration.Data($"""UPDATE "OrderHistory" SET "Code" = CASE {When(reasons, "\"Text\"")} ELSE 'ByShop' END WHERE {steps} AND "AmountMinor" IS NOT NULL;""");
        migration.Data(
            $"""
            UPDATE "OrderHistory" SET "Text" = CASE WHEN "Code" = 'OrderCancelled' THEN {Rest("\"Text\"", "Your order was cancelled. ")}
                WHEN "Code" = 'ByShop' AND "Text" <> 'Refunded by the shop.' THEN "Text" ELSE '' END
            WHERE {steps} AND "AmountMinor" IS NOT NULL;
            """);
    }

    private static void Journal(MigrationBuilder migration)
    {
        migration.Data(
            """
            UPDATE "JournalEntries" SET "Kind" = CASE
                WHEN "EffectKey" LIKE 'pay:%:outside' THEN 'PaidOutside' WHEN "EffectKey" LIKE 'pay:%' THEN 'Payment'
                WHEN "EffectKey" LIKE 'refund:%:back' THEN 'RefundReturned' WHEN "EffectKey" LIKE 'refund:%' THEN 'Refund'
                WHEN "Text" = 'Dispute won' THEN 'DisputeWon' WHEN "Text" LIKE 'Dispute: %' THEN 'Dispute' ELSE 'Note' END;
            """);
        migration.Data(
            """
            UPDATE "JournalEntries" SET "Text" = CASE
                WHEN "Kind" = 'Refund' AND "Text" LIKE 'Refund: %' THEN SUBSTRING("Text", 9, 200)
                WHEN "Kind" = 'Dispute' THEN SUBSTRING("Text", 10, 200)
                WHEN "Kind" IN ('RefundReturned', 'DisputeWon') OR "Text" IN ('Payment', 'Paid outside') THEN '' ELSE "Text" END;
            """);
    }

    private static string When((string Like, string Kind)[] table, string column) =>
        string.Join(' ', table.Select(t => $"WHEN {column} LIKE '{t.Like}' THEN '{t.Kind}'"));

    /// <summary>What stands in <paramref name="column"/> after <paramref name="start"/>; empty where it does not begin so.</summary>
    private static string Rest(string column, string start) => $"CASE WHEN {column} LIKE '{start}%' THEN SUBSTRING({column}, {start.Length + 1}, 300) ELSE '' END";

    /// <summary>Where <paramref name="part"/> begins within <paramref name="text"/>, counted from 1; 0 where it does not.</summary>
    private static string Find(string part, string text, MigrationBuilder migration) =>
        migration.IsSqlServer() ? $"CHARINDEX({part}, {text})" : migration.IsSqlite() ? $"INSTR({text}, {part})" : $"STRPOS({text}, {part})";

    private static string OnlyDigits(string text, MigrationBuilder migration) =>
        migration.IsSqlServer() ? $"({text} LIKE '[0-9]%' AND {text} NOT LIKE '%[^0-9]%')"
        : migration.IsSqlite() ? $"({text} GLOB '[0-9]*' AND {text} NOT GLOB '*[^0-9]*')"
        : $"{text} ~ '^[0-9]+$'";
}
