using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Kinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Details",
                table: "OrderHistory",
                newName: "Text");

            migrationBuilder.RenameColumn(
                name: "What",
                table: "JournalEntries",
                newName: "Text");

            migrationBuilder.RenameColumn(
                name: "AddressToTellSince",
                table: "Customers",
                newName: "AddressSyncSince");

            migrationBuilder.RenameIndex(
                name: "IX_Customers_AddressToTellSince",
                table: "Customers",
                newName: "IX_Customers_AddressSyncSince");

            migrationBuilder.AddColumn<string>(
                name: "Because",
                table: "Refunds",
                type: "TEXT",
                unicode: false,
                maxLength: 24,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Orders",
                type: "TEXT",
                unicode: false,
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "NeedsAttention",
                table: "Orders",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "AmountCurrency",
                table: "OrderHistory",
                type: "TEXT",
                unicode: false,
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AmountMinor",
                table: "OrderHistory",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Code",
                table: "OrderHistory",
                type: "TEXT",
                unicode: false,
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Count",
                table: "OrderHistory",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "Due",
                table: "OrderHistory",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "EndedBy",
                table: "OrderHistory",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "OrderHistory",
                type: "TEXT",
                unicode: false,
                maxLength: 24,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "JournalEntries",
                type: "TEXT",
                unicode: false,
                maxLength: 24,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "AspNetUsers",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "");
        

            migrationBuilder.NameKinds();

            migrationBuilder.DropColumn(
                name: "Attention",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "What",
                table: "OrderHistory");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Because",
                table: "Refunds");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "NeedsAttention",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "AmountCurrency",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "AmountMinor",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "Code",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "Count",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "Due",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "EndedBy",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "OrderHistory");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "JournalEntries");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "AspNetUsers");

            migrationBuilder.RenameColumn(
                name: "Text",
                table: "OrderHistory",
                newName: "Details");

            migrationBuilder.RenameColumn(
                name: "Text",
                table: "JournalEntries",
                newName: "What");

            migrationBuilder.RenameColumn(
                name: "AddressSyncSince",
                table: "Customers",
                newName: "AddressToTellSince");

            migrationBuilder.RenameIndex(
                name: "IX_Customers_AddressSyncSince",
                table: "Customers",
                newName: "IX_Customers_AddressToTellSince");

            migrationBuilder.AddColumn<string>(
                name: "Attention",
                table: "Orders",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "What",
                table: "OrderHistory",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "");
        }
    }
}
