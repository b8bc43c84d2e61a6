using System.Net;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Orders.Receipts;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using UglyToad.PdfPig;

namespace BlazorShop.Tests.Orders;

public sealed class ReceiptTests
{
    [Fact]
    public async Task A_receipt_is_its_owners_alone_and_there_is_none_before_the_payment()
    {
        await using var shop = new ShopApp { Staffed = true };
        using var ada = shop.Visit();
        await ada.RegisterAsync("ada@example.org");
        var order = await shop.BuyAsAsync("ada@example.org", "Kettle");
        var unpaid = await shop.OpenAsAsync("ada@example.org", null, "Cup");
        var path = $"/orders/{order.Number}/receipt.pdf";

        using var own = await ada.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (own.StatusCode, own.Content.Headers.ContentType?.MediaType));
        Assert.True(own.Headers.CacheControl?.NoStore);
        Assert.Equal($"receipt-{order.Number}.pdf", own.Content.Headers.ContentDisposition?.FileName);
        var text = Text(await own.Content.ReadAsByteArrayAsync());
        foreach (var said in new[] { "BlazorShop", order.Number, "Kettle", "€19.99", "Visa ending in 4242", "Ada Lovelace", "12 Rue des Abbesses", "75018 Paris", "France", "Not a real sale" })
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains(path, (await ada.PageAsync("/orders/" + order.Number)).DocumentElement.OuterHtml, StringComparison.Ordinal);

        using var bob = shop.Visit();
        await bob.RegisterAsync("bob@example.org");
        using var staff = await shop.VisitAsStaffAsync();
        foreach (var (who, what) in new[] { (bob, path), (staff, path), (shop.Visit(), path), (ada, $"/orders/{unpaid.OrderNumber}/receipt.pdf"), (ada, "/orders/BS-NONE-NONE/receipt.pdf") })
        {
            using var answer = await who.GetAsync(what);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_receipt_says_what_was_refunded()
    {
        await using var shop = new ShopApp();
        using var ada = shop.Visit();
        await ada.RegisterAsync("ada@example.org");
        var order = await shop.BuyAsAsync("ada@example.org", "Kettle");
        await shop.Get<RefundService>().RequestAsync(order.Id, new Money(500, "EUR"), "A scratch: on the lid.", "eve@shop.example", Guid.CreateVersion7(), default);
        var text = Text(await ada.Http.GetByteArrayAsync(new Uri($"/orders/{order.Number}/receipt.pdf", UriKind.Relative)));
        Assert.Contains("−€5.00", text, StringComparison.Ordinal);
        Assert.Contains("Net paid €14.99", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_has_charges_between_items_and_total_with_their_whole_reason()
    {
        var quote = new Quote
        {
            Currency = "EUR",
            Lines = [new QuoteLine(Make.Item("Coffee post"), new Money(1400, "EUR"), 1)],
            Charges = [new Charge(ChargeKind.Proration, new Money(-350, "EUR")) { Name = "Unused time on Coffee post after 15 Nov 2026 until its end" }],
        };
        var order = Order.Place(quote, OrderKey.New(TimeProvider.System), new OrderBuyer(Make.Customer(), "ada@example.org"), Make.Address(), "live", DateTime.UtcNow);
        order.MarkPaid("cs_1", "pi_1", order.Total, null, DateTime.UtcNow);

        var text = Text(Receipt.Write(order, new ShopOptions()));

        foreach (var said in new[] { "−€3.50", "Unused", "15 Nov 2026", "until its end", "€10.50" })
            Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_lists_a_refund_once_however_many_steps_it_took()
    {
        var order = Paid();
        order.SetRefunded(new Money(500, "EUR"), OrderEventKind.RefundPending, Step(500, "A scratch."), "refund:re_1:Pending", new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc));
        order.SetRefunded(new Money(500, "EUR"), OrderEventKind.Refunded, Step(500, "A scratch."), "refund:re_1:Succeeded", new DateTime(2026, 11, 22, 23, 30, 0, DateTimeKind.Utc));
        var text = Text(Receipt.Write(order, new ShopOptions()));
        Assert.Equal(2, text.Split("€5.00").Length);
        // In the shop's zone it is the next day already.
        Assert.Contains("Refunded, 23 November 2026 −€5.00", text, StringComparison.Ordinal);
        Assert.Contains("Net paid €14.99", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_lists_refunds_by_day_and_leaves_out_one_that_did_not_arrive()
    {
        var order = Paid();
        order.SetRefunded(new Money(500, "EUR"), OrderEventKind.Refunded, Step(500, "A scratch."), "refund:re_1:Succeeded", new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc));
        order.SetRefunded(new Money(1500, "EUR"), OrderEventKind.RefundPending, Step(1000, "Another."), "refund:re_2:Pending", new DateTime(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc));
        order.SetRefunded(new Money(500, "EUR"), OrderEventKind.RefundReturned, Step(1000, ""), "refund:re_2:Failed", new DateTime(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc));
        order.SetRefunded(new Money(700, "EUR"), OrderEventKind.Refunded, Step(200, "A third."), "refund:re_3:Succeeded", new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc));
        var text = Text(Receipt.Write(order, new ShopOptions()));
        Assert.Contains("Refunded, 20 November 2026 −€5.00", text, StringComparison.Ordinal);
        Assert.Contains("Refunded, 23 November 2026 −€2.00", text, StringComparison.Ordinal);
        Assert.DoesNotContain("€10.00", text, StringComparison.Ordinal);
        Assert.Contains("Net paid €12.99", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_other_alphabets_do_not_break_a_receipt()
    {
        var text = Text(Receipt.Write(Paid(o => o.ShippingAddress = new Address
        {
            FullName = "Łukasz Žižka — “Ödön”",
            Line1 = "Ελλάδος 5, Жукова",
            Line2 = "漢字 🙂 \u0001",
            City = "Nguyễn",
            PostalCode = "00-950",
            Country = "FR",
        }), new ShopOptions { Name = "Café “Ł” — Shop" }));
        foreach (var said in new[] { "Łukasz Žižka — “Ödön”", "Ελλάδος 5, Жукова", "?? ?", "00-950 Nguyễn", "Café “Ł” — Shop" })
            Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_writes_every_letter_however_many_different_ones_there_are()
    {
        var letters = new string([.. Enumerable.Range(0xC0, 0x17F - 0xC0).Concat(Enumerable.Range(0x391, 0x3C9 - 0x391)).Concat(Enumerable.Range(0x410, 0x44F - 0x410))
            .Where(c => c is not (0xD7 or 0xF7 or 0x3A2)).Select(c => (char)c)]);
        var text = Text(Receipt.Write(Paid(lines: [.. letters.Chunk(40).Select(part => (new string(part), 100L, 1))]), new ShopOptions()));
        Assert.All(letters, letter => Assert.Contains(letter, text));
    }

    [Fact]
    public void A_receipt_of_many_lines_and_long_names_takes_several_pages()
    {
        var lines = Enumerable.Range(1, 80).Select(i => (Name: $"Thing number {i} with a rather long name that needs more than one line " + new string('W', 60), Price: 100L + i, Quantity: i % 5 + 1)).ToArray();
        var bytes = Receipt.Write(Paid(lines: lines), new ShopOptions());
        using var pdf = PdfDocument.Open(bytes);
        Assert.True(pdf.NumberOfPages > 2, $"{pdf.NumberOfPages} pages");
        var text = Text(bytes);
        Assert.Contains("Thing number 80", text, StringComparison.Ordinal);
        Assert.Contains($"Page {pdf.NumberOfPages} of {pdf.NumberOfPages}", text, StringComparison.Ordinal);
        // Nothing is written beside the paper or over the foot of the page.
        Assert.All(pdf.GetPages(), page => Assert.All(page.Letters, l => Assert.InRange(l.EndBaseLine.X, 50, 595 - 50)));
    }

    [Fact]
    public void A_french_receipt_is_french_down_to_the_number_of_its_pages()
    {
        var lines = Enumerable.Range(1, 40).Select(i => new QuoteLine(Make.Item($"Lampe {i}"), new Money(1999, "EUR"), 1));
        var order = Order.Place(
            new Quote { Currency = "EUR", Lines = [.. lines] }, OrderKey.New(TimeProvider.System), new OrderBuyer(Make.Customer(), "ada@example.org", "fr"), Make.Address(), "live", DateTime.UtcNow);
        order.MarkPaid("cs_1", "pi_1", order.Total, "Visa ending in 4242", DateTime.UtcNow);
        var bytes = Receipt.Write(order, new ShopOptions());
        using var pdf = PdfDocument.Open(bytes);
        var text = Text(bytes);
        Assert.Contains($"Page {pdf.NumberOfPages} sur {pdf.NumberOfPages}", text, StringComparison.Ordinal);
        foreach (var english in new[] { " of ", "order", "Total paid", "Quantity" })
            Assert.DoesNotContain(english, text, StringComparison.Ordinal);
    }

    private static Order Paid(Action<Order>? change = null, params (string Name, long Price, int Quantity)[] lines)
    {
        var order = Make.Order(Make.Customer(), lines: lines);
        change?.Invoke(order);
        order.MarkPaid("cs_1", "pi_1", order.Total, "Visa ending in 4242", DateTime.UtcNow);
        return order;
    }

    /// <summary>As a person reads it: words in lines.</summary>
    private static string Text(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return string.Join('\n', document.GetPages().Select(p => string.Join(' ', p.GetWords().Select(w => w.Text))));
    }

    private static EventDetails Step(long minor, string why) =>
        new() { Amount = new Money(minor, "EUR"), Code = nameof(RefundReason.ByShop), Text = why };
}
