using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Region",
                table: "Subscriptions",
                type: "TEXT",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Phone",
                table: "Orders",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ShippingAddress_Region",
                table: "Orders",
                type: "TEXT",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Address_Phone",
                table: "CustomerAddresses",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Address_Region",
                table: "CustomerAddresses",
                type: "TEXT",
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
