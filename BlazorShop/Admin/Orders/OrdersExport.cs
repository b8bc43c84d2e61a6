using System.Globalization;
using System.Text;
using BlazorShop.Admin.Shared;
using BlazorShop.Orders;

namespace BlazorShop.Admin.Orders;

/// <summary>The orders as a table for other programs: one line each, written as it is read.</summary>
internal static class OrdersExport
{
    public const string Header =
        "number,placed_at,email,order_status,payment_status,fulfilment_status,total,refunded,currency,stripe_session,stripe_payment_intent,"
        + "subtotal,discount,shipping,tax,credit,country,method,codes";

    /// <summary>Discount, shipping, tax and credit; then country, method and codes. Filled once orders can have them.</summary>
    private const string NotYet = "0,0,0,0,,,";

    public static async Task WriteAsync(HttpContext http, OrderAdmin ledger, TimeProvider time)
    {
        var query = http.Request.Query;
        if (!OrderFilter.TryParse(query["status"], query["payment"], query["fulfilment"], query["q"], query["money"], out var filter))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(AdminWords.UnknownStatus, http.RequestAborted);
            return;
        }

        // The guard answers with the first row: nothing is sent before it has.
        await using var orders = ledger.StreamAsync(http.User, filter, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        var any = await orders.MoveNextAsync();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"orders-{time.GetUtcNow():yyyy-MM-dd}.csv\"");
        var writer = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await using (writer)
        {
            await writer.WriteLineAsync(Header);
            for (; any; any = await orders.MoveNextAsync())
                await writer.WriteLineAsync(Line(orders.Current));
        }
    }

    public static string Line(ExportedOrder order) => string.Join(
        ',',
        Cell(order.Number),
        order.PlacedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Cell(order.Email),
        order.Status,
        order.PaymentStatus,
        order.FulfilmentStatus,
        order.Total.Minor.ToString(CultureInfo.InvariantCulture),
        order.Refunded.ToString(CultureInfo.InvariantCulture),
        order.Total.Currency,
        Cell(order.PaymentSession),
        Cell(order.PaymentReference),
        order.Total.Minor.ToString(CultureInfo.InvariantCulture),
        NotYet);

    /// <summary>RFC 4180; and what a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }
}
