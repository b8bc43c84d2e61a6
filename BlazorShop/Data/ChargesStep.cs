using Microsoft.EntityFrameworkCore.Migrations;

namespace BlazorShop.Data;

/// <summary>
/// What was added to or taken off an order was a line of quantity 0, named in English. It becomes a charge of a kind, and orders learn the
/// sum of their items. One text for all providers.
/// </summary>
internal static class ChargesStep
{
    /// <summary>The words of releases up to November 2026, longest first where one begins as another does.</summary>
    private static readonly (string Words, string Kind)[] words =
    [
        ("Discount", "Discount"),
        ("Credit used", "Credit"),
        ("Owed from an earlier payment", "Arrears"),
        ("Collected with your next payment", "CarriedOver"),
        ("Credit note", "CreditNote"),
        ("Adjustment for a changed subscription", "Proration"),
        ("Additional charge", "Extra"),
        ("Tax", "Tax"),
        ("Adjustment", "Other"),
    ];

    public static void MoveAdjustmentsToCharges(this MigrationBuilder migration)
    {
        var kinds = string.Join(' ', words.Select(w => $"WHEN l.\"Name\" = '{w.Words}' OR l.\"Name\" LIKE '{w.Words}: %' THEN '{w.Kind}'"));
        var names = string.Join(' ', words.Select(w => $"WHEN l.\"Name\" = '{w.Words}' THEN NULL WHEN l.\"Name\" LIKE '{w.Words}: %' THEN SUBSTRING(l.\"Name\", {w.Words.Length + 3}, 120)"));
        migration.Sql(
            $"""
            INSERT INTO "OrderCharges" ("OrderId", "Position", "Kind", "Code", "Name", "Tax", "TaxRate", "Amount_Currency", "Amount_Minor")
            SELECT l."OrderId", ROW_NUMBER() OVER (PARTITION BY l."OrderId" ORDER BY l."Position"), CASE {kinds} ELSE 'Other' END,
                NULL, CASE {names} ELSE l."Name" END, 0, NULL, l."UnitPrice_Currency", l."UnitPrice_Minor"
            FROM "OrderLines" AS l WHERE l."Quantity" = 0;
            """);
        migration.Sql("DELETE FROM \"OrderLines\" WHERE \"Quantity\" = 0;");
        migration.Sql(
            """
            UPDATE "Orders" SET "Subtotal" = COALESCE(
                (SELECT SUM(l."UnitPrice_Minor" * l."Quantity") FROM "OrderLines" AS l WHERE l."OrderId" = "Orders"."Id"), 0);
            """);
    }
}
