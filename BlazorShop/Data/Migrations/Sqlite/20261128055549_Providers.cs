using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Providers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_Troubles",
                table: "Troubles");

            migrationBuilder.DropIndex(
                name: "IX_Subscriptions_Reference",
                table: "Subscriptions");

            migrationBuilder.DropIndex(
                name: "IX_Refunds_IdempotencyKey",
                table: "Refunds");

            migrationBuilder.DropIndex(
                name: "IX_Refunds_Reference",
                table: "Refunds");

            migrationBuilder.DropPrimaryKey(
                name: "PK_ReconciliationBreaks",
                table: "ReconciliationBreaks");

            migrationBuilder.DropIndex(
                name: "IX_Payments_IdempotencyKey",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_InvoiceReference",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_Reference",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_SessionReference",
                table: "Payments");

            migrationBuilder.DropPrimaryKey(
                name: "PK_PaymentCustomers",
                table: "PaymentCustomers");

            migrationBuilder.DropIndex(
                name: "IX_JournalEntries_EffectKey",
                table: "JournalEntries");

            migrationBuilder.DropPrimaryKey(
                name: "PK_InboxEvents",
                table: "InboxEvents");

            migrationBuilder.DropPrimaryKey(
                name: "PK_ForeignPayments",
                table: "ForeignPayments");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Disputes",
                table: "Disputes");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "Troubles",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "Subscriptions",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "Refunds",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "ReconciliationBreaks",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "Payments",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "PaymentCustomers",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "JournalEntries",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "InboxEvents",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "ForeignPayments",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddColumn<string>(
                name: "Provider",
                table: "Disputes",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "stripe");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Troubles",
                table: "Troubles",
                columns: new[] { "Reference", "Provider" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_ReconciliationBreaks",
                table: "ReconciliationBreaks",
                columns: new[] { "Reference", "Provider" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_PaymentCustomers",
                table: "PaymentCustomers",
                columns: new[] { "CustomerId", "Provider", "Environment" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_InboxEvents",
                table: "InboxEvents",
                columns: new[] { "Id", "Provider" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_ForeignPayments",
                table: "ForeignPayments",
                columns: new[] { "SessionReference", "Provider" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_Disputes",
                table: "Disputes",
                columns: new[] { "Reference", "Provider" });

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_Reference_Provider",
                table: "Subscriptions",
                columns: new[] { "Reference", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refunds_IdempotencyKey_Provider",
                table: "Refunds",
                columns: new[] { "IdempotencyKey", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refunds_Reference_Provider",
                table: "Refunds",
                columns: new[] { "Reference", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_IdempotencyKey_Provider",
                table: "Payments",
                columns: new[] { "IdempotencyKey", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_InvoiceReference_Provider",
                table: "Payments",
                columns: new[] { "InvoiceReference", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_Reference_Provider",
                table: "Payments",
                columns: new[] { "Reference", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_SessionReference_Provider",
                table: "Payments",
                columns: new[] { "SessionReference", "Provider" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_JournalEntries_EffectKey_Provider",
                table: "JournalEntries",
                columns: new[] { "EffectKey", "Provider" },
                unique: true);

            migrationBuilder.NameDisputes();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            JournalGuard.Take(migrationBuilder);

            migrationBuilder.DropPrimaryKey(
                name: "PK_Troubles",
                table: "Troubles");

            migrationBuilder.DropIndex(
                name: "IX_Subscriptions_Reference_Provider",
                table: "Subscriptions");

            migrationBuilder.DropIndex(
                name: "IX_Refunds_IdempotencyKey_Provider",
                table: "Refunds");

            migrationBuilder.DropIndex(
                name: "IX_Refunds_Reference_Provider",
                table: "Refunds");

            migrationBuilder.DropPrimaryKey(
                name: "PK_ReconciliationBreaks",
                table: "ReconciliationBreaks");

            migrationBuilder.DropIndex(
                name: "IX_Payments_IdempotencyKey_Provider",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_InvoiceReference_Provider",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_Reference_Provider",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_SessionReference_Provider",
                table: "Payments");

            migrationBuilder.DropPrimaryKey(
                name: "PK_PaymentCustomers",
                table: "PaymentCustomers");

            migrationBuilder.DropIndex(
                name: "IX_JournalEntries_EffectKey_Provider",
                table: "JournalEntries");

            migrationBuilder.DropPrimaryKey(
                name: "PK_InboxEvents",
                table: "InboxEvents");

            migrationBuilder.DropPrimaryKey(
                name: "PK_ForeignPayments",
                table: "ForeignPayments");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Disputes",
                table: "Disputes");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "Troubles");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "Refunds");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "ReconciliationBreaks");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "PaymentCustomers");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "JournalEntries");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "InboxEvents");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "ForeignPayments");

            migrationBuilder.DropColumn(
                name: "Provider",
                table: "Disputes");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Troubles",
                table: "Troubles",
                column: "Reference");

            migrationBuilder.AddPrimaryKey(
                name: "PK_ReconciliationBreaks",
                table: "ReconciliationBreaks",
                column: "Reference");

            migrationBuilder.AddPrimaryKey(
                name: "PK_PaymentCustomers",
                table: "PaymentCustomers",
                columns: new[] { "CustomerId", "Environment" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_InboxEvents",
                table: "InboxEvents",
                column: "Id");

            migrationBuilder.AddPrimaryKey(
                name: "PK_ForeignPayments",
                table: "ForeignPayments",
                column: "SessionReference");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Disputes",
                table: "Disputes",
                column: "Reference");

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_Reference",
                table: "Subscriptions",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refunds_IdempotencyKey",
                table: "Refunds",
                column: "IdempotencyKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refunds_Reference",
                table: "Refunds",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_IdempotencyKey",
                table: "Payments",
                column: "IdempotencyKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_InvoiceReference",
                table: "Payments",
                column: "InvoiceReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_Reference",
                table: "Payments",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_SessionReference",
                table: "Payments",
                column: "SessionReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_JournalEntries_EffectKey",
                table: "JournalEntries",
                column: "EffectKey",
                unique: true);

            JournalGuard.Put(migrationBuilder);
        }
    }
}
