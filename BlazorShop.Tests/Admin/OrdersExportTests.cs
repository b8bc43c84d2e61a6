using System.Net;
using System.Text;
using BlazorShop.Admin.Orders;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Admin;

public sealed class OrdersExportTests
{
    private const string Header =
        "number,placed_at,email,order_status,payment_status,fulfilment_status,total,refunded,currency,stripe_session,stripe_payment_intent,"
        + "subtotal,discount,shipping,tax,credit,country,method,codes\r\n";

    [Fact]
    public async Task The_export_is_what_the_contract_says_byte_for_byte()
    {
        await using var shop = new ShopApp { Staffed = true };
        var customer = Make.Customer();
        var placed = new DateTime(2026, 11, 23, 8, 30, 15, 250, DateTimeKind.Utc);
        var paid = Make.Order(customer, "ada@example.org", placed, number: "BS-AAAA-2222", lines: [("Kettle", 1999, 2)]);
        paid.MarkPaid("cs_test_1", "pi_1", paid.Total, "Visa ending in 4242", placed.AddMinutes(1));
        var open = Make.Order(customer, "=cmd|' /c calc'!a1@example.org", placed.AddHours(-1), number: "BS-BBBB-3333");
        await AddAsync(shop, paid, open);

        using var staff = await shop.VisitAsStaffAsync();
        using var answer = await staff.GetAsync("/admin/orders.csv");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(
            Header
            + "BS-AAAA-2222,2026-11-23T08:30:15Z,ada@example.org,Confirmed,Paid,Unfulfilled,3998,0,EUR,cs_test_1,pi_1,3998,0,0,0,0,,,\r\n"
            + "BS-BBBB-3333,2026-11-23T07:30:15Z,'=cmd|' /c calc'!a1@example.org,Pending,Unpaid,Unfulfilled,1999,0,EUR,,,1999,0,0,0,0,,,\r\n",
            Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData("?status=Confirmed", "BS-AAAA-2222")]
    [InlineData("?payment=unpaid", "BS-BBBB-3333")]
    [InlineData("?q=bs-bbbb", "BS-BBBB-3333")]
    [InlineData("?q=ADA@", "BS-AAAA-2222")]
    [InlineData("?money=live", "BS-AAAA-2222")]
    [InlineData("?q=nobody", null)]
    [InlineData("?q=%25", null)]
    public async Task The_export_has_the_filters_of_the_page(string query, string? number)
    {
        await using var shop = new ShopApp { Staffed = true };
        var paid = Make.Order(Make.Customer(), "ada@example.org", environment: "live", number: "BS-AAAA-2222");
        paid.MarkPaid("cs_1", "pi_1", paid.Total, null, DateTime.UtcNow);
        await AddAsync(shop, paid, Make.Order(Make.Customer(), "bob@example.org", number: "BS-BBBB-3333"));
        using var staff = await shop.VisitAsStaffAsync();
        var lines = (await staff.Http.GetStringAsync(new Uri("/admin/orders.csv" + query, UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(number is null ? [] : [number], lines.Skip(1).Select(l => l.Split(',')[0]));
    }

    [Theory]
    [InlineData("?status=Payed")]
    [InlineData("?payment=7")]
    public async Task A_filter_that_is_none_is_refused_rather_than_ignored(string query)
    {
        await using var shop = new ShopApp { Staffed = true };
        using var staff = await shop.VisitAsStaffAsync();
        using var answer = await staff.GetAsync("/admin/orders.csv" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1,2", "\"'\r=1,2\"")]
    public void A_cell_is_read_as_text_by_every_program(string? text, string cell) => Assert.Equal(cell, OrdersExport.Cell(text));

    private static async Task AddAsync(ShopApp shop, params Order[] orders)
    {
        await using var db = shop.Db();
        db.AddRange(orders);
        await db.SaveChangesAsync();
    }
}
