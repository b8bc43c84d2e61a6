using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ShippingAndErasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Fee",
                table: "Payments",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FeeCurrency",
                table: "Payments",
                type: "varchar(3)",
                unicode: false,
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ForgetAt",
                table: "PaymentCustomers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ForgetAttempts",
                table: "PaymentCustomers",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "ForgottenAt",
                table: "PaymentCustomers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "ForgetWhenSent",
                table: "OutboxMessages",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "BuyerErasedAt",
                table: "Orders",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "By",
                table: "OrderHistory",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Shipments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OrderId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ShippedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Carrier = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Tracking = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    By = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false)
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
                name: "ShipmentLines",
                columns: table => new
                {
                    ShipmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Position = table.Column<int>(type: "int", nullable: false),
                    Quantity = table.Column<int>(type: "int", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "IX_PaymentCustomers_ForgetAt",
                table: "PaymentCustomers",
                column: "ForgetAt");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_BuyerErasedAt",
                table: "Orders",
                column: "BuyerErasedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Shipments_OrderId",
                table: "Shipments",
                column: "OrderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ShipmentLines");

            migrationBuilder.DropTable(
                name: "Shipments");

            migrationBuilder.DropIndex(
                name: "IX_PaymentCustomers_ForgetAt",
                table: "PaymentCustomers");

            migrationBuilder.DropIndex(
                name: "IX_Orders_BuyerErasedAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Fee",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "FeeCurrency",
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
                name: "By",
                table: "OrderHistory");
        }
    }
}
