using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CardsShippingSubscriptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Recurrence",
                table: "Variants",
                type: "character varying(16)",
                unicode: false,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Recurrence",
                table: "Products",
                type: "character varying(16)",
                unicode: false,
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Fee",
                table: "Payments",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FeeCurrency",
                table: "Payments",
                type: "character varying(3)",
                unicode: false,
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "InvoiceReference",
                table: "Payments",
                type: "character varying(255)",
                unicode: false,
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Subscribes",
                table: "Payments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ForgetAt",
                table: "PaymentCustomers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ForgetAttempts",
                table: "PaymentCustomers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "ForgottenAt",
                table: "PaymentCustomers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "ForgetWhenSent",
                table: "OutboxMessages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "BuyerErasedAt",
                table: "Orders",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SubscriptionId",
                table: "Orders",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "By",
                table: "OrderHistory",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "AddressToTellSince",
                table: "Customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Shipments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    ShippedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Carrier = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Tracking = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Shipments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Shipments_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Subscriptions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Reference = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: false),
                    CustomerReference = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: true),
                    FirstPayment = table.Column<Guid>(type: "uuid", nullable: false),
                    VariantId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProductSlug = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Options = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Sku = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Quantity = table.Column<int>(type: "integer", nullable: false),
                    Recurrence = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    Status = table.Column<string>(type: "character varying(24)", unicode: false, maxLength: 24, nullable: false),
                    PeriodEnd = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CancelAtPeriodEnd = table.Column<bool>(type: "boolean", nullable: false),
                    CollectionPaused = table.Column<bool>(type: "boolean", nullable: false),
                    PaidWith = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    OpenInvoice = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: true),
                    OpenAmount = table.Column<long>(type: "bigint", nullable: false),
                    OpenAttempts = table.Column<int>(type: "integer", nullable: false),
                    Problem = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    Environment = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    ShippingAddress_City = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    ShippingAddress_Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    ShippingAddress_FullName = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    ShippingAddress_Line1 = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    ShippingAddress_Line2 = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    ShippingAddress_PostalCode = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    UnitPrice_Currency = table.Column<string>(type: "text", nullable: false),
                    UnitPrice_Minor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Subscriptions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ShipmentLines",
                columns: table => new
                {
                    ShipmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Quantity = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ShipmentLines", x => new { x.ShipmentId, x.Position });
                    table.ForeignKey(
                        name: "FK_ShipmentLines_Shipments_ShipmentId",
                        column: x => x.ShipmentId,
                        principalTable: "Shipments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SubscriptionCommands",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Verb = table.Column<string>(type: "character varying(24)", unicode: false, maxLength: 24, nullable: false),
                    State = table.Column<string>(type: "character varying(24)", unicode: false, maxLength: 24, nullable: false),
                    IdempotencyKey = table.Column<string>(type: "character varying(128)", unicode: false, maxLength: 128, nullable: false),
                    Actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Request = table.Column<string>(type: "text", nullable: true),
                    Form = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: true),
                    CardReference = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Problem = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SubscriptionCommands", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SubscriptionCommands_Subscriptions_SubscriptionId",
                        column: x => x.SubscriptionId,
                        principalTable: "Subscriptions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Payments_InvoiceReference",
                table: "Payments",
                column: "InvoiceReference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_OneLivePerSubscription",
                table: "Payments",
                columns: new[] { "CustomerId", "Subscribes" },
                unique: true,
                filter: "\"Subscribes\" IS NOT NULL AND \"State\" IN ('Creating', 'Open')");

            migrationBuilder.CreateIndex(
                name: "IX_PaymentCustomers_ForgetAt",
                table: "PaymentCustomers",
                column: "ForgetAt");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_BuyerErasedAt",
                table: "Orders",
                column: "BuyerErasedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_SubscriptionId_PlacedAt",
                table: "Orders",
                columns: new[] { "SubscriptionId", "PlacedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AddressToTellSince",
                table: "Customers",
                column: "AddressToTellSince");

            migrationBuilder.CreateIndex(
                name: "IX_Shipments_OrderId",
                table: "Shipments",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_SubscriptionCommands_Form",
                table: "SubscriptionCommands",
                column: "Form",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SubscriptionCommands_IdempotencyKey",
                table: "SubscriptionCommands",
                column: "IdempotencyKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SubscriptionCommands_State_CreatedAt",
                table: "SubscriptionCommands",
                columns: new[] { "State", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SubscriptionCommands_SubscriptionId_CreatedAt",
                table: "SubscriptionCommands",
                columns: new[] { "SubscriptionId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_CreatedAt_Id",
                table: "Subscriptions",
                columns: new[] { "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_CustomerId_CreatedAt",
                table: "Subscriptions",
                columns: new[] { "CustomerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_Email_CreatedAt",
                table: "Subscriptions",
                columns: new[] { "Email", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_FirstPayment",
                table: "Subscriptions",
                column: "FirstPayment",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_Reference",
                table: "Subscriptions",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Subscriptions_Status_CreatedAt",
                table: "Subscriptions",
                columns: new[] { "Status", "CreatedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ShipmentLines");

            migrationBuilder.DropTable(
                name: "SubscriptionCommands");

            migrationBuilder.DropTable(
                name: "Shipments");

            migrationBuilder.DropTable(
                name: "Subscriptions");

            migrationBuilder.DropIndex(
                name: "IX_Payments_InvoiceReference",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_OneLivePerSubscription",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_PaymentCustomers_ForgetAt",
                table: "PaymentCustomers");

            migrationBuilder.DropIndex(
                name: "IX_Orders_BuyerErasedAt",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Orders_SubscriptionId_PlacedAt",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Customers_AddressToTellSince",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Recurrence",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "Recurrence",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "Fee",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "FeeCurrency",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "InvoiceReference",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "Subscribes",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "ForgetAt",
                table: "PaymentCustomers");

            migrationBuilder.DropColumn(
                name: "ForgetAttempts",
                table: "PaymentCustomers");

            migrationBuilder.DropColumn(
                name: "ForgottenAt",
                table: "PaymentCustomers");

            migrationBuilder.DropColumn(
                name: "ForgetWhenSent",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "BuyerErasedAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "SubscriptionId",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "By",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "AddressToTellSince",
                table: "Customers");
        }
    }
}
