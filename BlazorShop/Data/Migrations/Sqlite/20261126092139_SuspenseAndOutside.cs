using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SuspenseAndOutside : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsOutside",
                table: "Refunds",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "ReceivedCurrency",
                table: "Payments",
                type: "TEXT",
                unicode: false,
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReceivedOutside",
                table: "Payments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "SuspendedBecause",
                table: "Payments",
                type: "TEXT",
                unicode: false,
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HeldCurrency",
                table: "Orders",
                type: "TEXT",
                unicode: false,
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "HeldMinor",
                table: "Orders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // What was set aside before orders said so themselves.
            migrationBuilder.Sql(
                """
                UPDATE "Orders" SET "HeldCurrency" = "Total_Currency", "HeldMinor" = (
                    SELECT -SUM(p."Amount") FROM "JournalPostings" AS p INNER JOIN "JournalEntries" AS e ON e."Id" = p."EntryId"
                    WHERE e."OrderId" = "Orders"."Id" AND p."Account" = 'Suspense')
                WHERE EXISTS (
                    SELECT 1 FROM "JournalPostings" AS p INNER JOIN "JournalEntries" AS e ON e."Id" = p."EntryId"
                    WHERE e."OrderId" = "Orders"."Id" AND p."Account" = 'Suspense');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IsOutside",
                table: "Refunds");

            migrationBuilder.DropColumn(
                name: "ReceivedCurrency",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "ReceivedOutside",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "SuspendedBecause",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "HeldCurrency",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "HeldMinor",
                table: "Orders");
        }
    }
}
