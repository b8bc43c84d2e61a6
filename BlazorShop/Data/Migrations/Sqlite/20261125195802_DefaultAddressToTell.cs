using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DefaultAddressToTell : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "AddressToTellSince",
                table: "Customers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AddressToTellSince",
                table: "Customers",
                column: "AddressToTellSince");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_AddressToTellSince",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "AddressToTellSince",
                table: "Customers");
        }
    }
}
