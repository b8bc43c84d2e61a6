using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddressesWhole : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Phone",
                table: "Subscriptions",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Region",
                table: "Subscriptions",
                type: "nvarchar(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Phone",
                table: "Orders",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Region",
                table: "Orders",
                type: "nvarchar(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Address_Phone",
                table: "CustomerAddresses",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Address_Region",
                table: "CustomerAddresses",
                type: "nvarchar(80)",
                maxLength: 80,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ShippingAddress_Phone",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "ShippingAddress_Region",
                table: "Subscriptions");

            migrationBuilder.DropColumn(
                name: "ShippingAddress_Phone",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ShippingAddress_Region",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Address_Phone",
                table: "CustomerAddresses");

            migrationBuilder.DropColumn(
                name: "Address_Region",
                table: "CustomerAddresses");
        }
    }
}
