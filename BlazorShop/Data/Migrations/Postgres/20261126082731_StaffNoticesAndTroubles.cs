using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorShop.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StaffNoticesAndTroubles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Failed",
                table: "ReconciliationRuns",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "IsWhole",
                table: "ReconciliationRuns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "DropBodyWhenSent",
                table: "OutboxMessages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "ForeignPayments",
                columns: table => new
                {
                    SessionReference = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: false),
                    PaymentReference = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: true),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    Environment = table.Column<string>(type: "character varying(16)", unicode: false, maxLength: 16, nullable: false),
                    PaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FoundAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(24)", unicode: false, maxLength: 24, nullable: false),
                    Problem = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    OrderId = table.Column<Guid>(type: "uuid", nullable: true),
                    AwaitsAccount = table.Column<bool>(type: "boolean", nullable: false),
                    By = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    SettledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Amount_Currency = table.Column<string>(type: "text", nullable: false),
                    Amount_Minor = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForeignPayments", x => x.SessionReference);
                });

            migrationBuilder.CreateTable(
                name: "StaffNotices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(200)", unicode: false, maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "character varying(24)", unicode: false, maxLength: 24, nullable: false),
                    Subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Details = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    Path = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EmailedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffNotices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Troubles",
                columns: table => new
                {
                    Reference = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: false),
                    PaymentId = table.Column<Guid>(type: "uuid", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Problem = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ResolvedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Troubles", x => x.Reference);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ForeignPayments_AwaitsAccount",
                table: "ForeignPayments",
                column: "AwaitsAccount");

            migrationBuilder.CreateIndex(
                name: "IX_ForeignPayments_OrderId",
                table: "ForeignPayments",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_ForeignPayments_PaymentReference",
                table: "ForeignPayments",
                column: "PaymentReference");

            migrationBuilder.CreateIndex(
                name: "IX_ForeignPayments_State",
                table: "ForeignPayments",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_StaffNotices_EmailedAt",
                table: "StaffNotices",
                column: "EmailedAt");

            migrationBuilder.CreateIndex(
                name: "IX_StaffNotices_Key",
                table: "StaffNotices",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Troubles_ResolvedAt",
                table: "Troubles",
                column: "ResolvedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ForeignPayments");

            migrationBuilder.DropTable(
                name: "StaffNotices");

            migrationBuilder.DropTable(
                name: "Troubles");

            migrationBuilder.DropColumn(
                name: "Failed",
                table: "ReconciliationRuns");

            migrationBuilder.DropColumn(
                name: "IsWhole",
                table: "ReconciliationRuns");

            migrationBuilder.DropColumn(
                name: "DropBodyWhenSent",
                table: "OutboxMessages");
        }
    }
}
