using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Pricing;

namespace BlazorShop.Orders.Receipts;

/// <summary>The receipt of a paid order: what was bought, paid and refunded, on paper.</summary>
internal static class Receipt
{
    private static readonly Texts texts = OrderTexts.All;

    private const double QuantityAt = 350;
    private const double PriceAt = 440;
    private const double LineHeight = 14;

    /// <summary>In the language of the order, whoever asks for it.</summary>
    public static byte[] Write(Order order, ShopOptions shop)
    {
        using var language = (Languages.Find(order.Language) ?? Languages.Neutral).Use();
        using var paper = new ReceiptPaper(texts["Receipt.Of", order.Number], shop.Name);
        paper.Text(shop.Name, ReceiptPaper.Left, 18, heavy: true);
        paper.Text(texts["Receipt.Title"], ReceiptPaper.Right, 18, right: true);
        paper.Down(36);
        Facts(paper, order, shop);
        Address(paper, order.ShippingAddress);
        Lines(paper, order);
        Sums(paper, order, shop);
        if (order.Environment != "live")
        {
            paper.Down(30, LineHeight);
            paper.Text(texts["Receipt.NotReal"], ReceiptPaper.Left, 9, heavy: true);
        }

        return paper.Finish(
            texts["Receipt.Footer", string.IsNullOrWhiteSpace(shop.Email) ? shop.Name : $"{shop.Name}, {shop.Email}", order.Number],
            (page, last) => texts["Receipt.Page", page, last]);
    }

    private static void Facts(ReceiptPaper paper, Order order, ShopOptions shop)
    {
        Fact(texts["Receipt.Order"], order.Number);
        Fact(texts["Receipt.Placed"], Day(shop, order.PlacedAt));
        Fact(texts["Receipt.Paid"], Day(shop, order.ConfirmedAt ?? order.PlacedAt));
        if (order.PaidWith is { } means)
            Fact(texts["Receipt.PaidWith"], OrderWords.Means(means));
        if (order.Status is OrderStatus.Cancelled)
            Fact(texts["Receipt.Status"], texts["Status.Cancelled"]);
        paper.Down(10);

        void Fact(string name, string value)
        {
            paper.Text(name, ReceiptPaper.Left, muted: true);
            paper.Text(value, ReceiptPaper.Left + 90);
            paper.Down(LineHeight);
        }
    }

    private static void Address(ReceiptPaper paper, Address address)
    {
        paper.Text(texts["Receipt.Address"], ReceiptPaper.Left, heavy: true);
        paper.Down(LineHeight);
        foreach (var line in AddressLines.Of(address))
        {
            foreach (var part in paper.Wrap(line, 400))
            {
                paper.Text(part, ReceiptPaper.Left);
                paper.Down(LineHeight);
            }
        }

        paper.Down(14);
    }

    private static void Lines(ReceiptPaper paper, Order order)
    {
        paper.Text(texts["Receipt.Item"], ReceiptPaper.Left, 9, muted: true);
        paper.Text(texts["Receipt.Quantity"], QuantityAt, 9, muted: true, right: true);
        paper.Text(texts["Receipt.Price"], PriceAt, 9, muted: true, right: true);
        paper.Text(texts["Receipt.Total"], ReceiptPaper.Right, 9, muted: true, right: true);
        paper.Down(6);
        paper.Rule();
        foreach (var line in order.Lines)
        {
            var name = paper.Wrap(line.Name, 220);
            var details = paper.Wrap(string.Join(", ", new[] { line.Item.Options, line.Item.Sku }.Where(t => t.Length > 0)), 220, 8);
            paper.Down(16, (name.Count + details.Count) * LineHeight);
            paper.Text(line.Quantity.ToString(CultureInfo.InvariantCulture), QuantityAt, right: true);
            paper.Text(Of(line.UnitPrice), PriceAt, right: true);
            paper.Text(Of(line.Total), ReceiptPaper.Right, right: true);
            foreach (var part in name)
            {
                paper.Text(part, ReceiptPaper.Left);
                paper.Down(12);
            }

            foreach (var part in details)
            {
                paper.Text(part, ReceiptPaper.Left, 8, muted: true);
                paper.Down(9);
            }

            paper.Rule();
        }
    }

    private static void Sums(ReceiptPaper paper, Order order, ShopOptions shop)
    {
        var between = QuoteWords.Between(order.Quote).Select(b => (What: paper.Wrap(b.What, 200), b.Amount)).ToList();
        paper.Down(18, (6 + between.Sum(b => b.What.Count)) * LineHeight);
        foreach (var (what, amount) in between)
        {
            Sum(what[0], amount);
            foreach (var part in what.Skip(1))
                Sum(part, "");
        }

        Sum(texts["Receipt.Total"], Of(order.Total), heavy: true);
        if (order.Refunded == 0)
            return;
        var refunds = ReceiptRefunds.Of(order);
        foreach (var (at, amount) in refunds)
            Sum(at is { } day ? texts["Receipt.RefundedOn", Day(shop, day)] : texts["Receipt.Refunded"], "−" + Of(amount));
        Sum(texts["Receipt.Net"], Of(order.Total with { Minor = order.Total.Minor - order.Refunded }), heavy: true);

        void Sum(string name, string value, bool heavy = false)
        {
            paper.Text(name, PriceAt - 190, heavy: heavy);
            paper.Text(value, ReceiptPaper.Right, heavy: heavy, right: true);
            paper.Down(16);
        }
    }

    private static string Of(Money amount) => amount.Format(CultureInfo.CurrentCulture);

    private static string Day(ShopOptions shop, DateTime at) => shop.Day(at, CultureInfo.CurrentCulture);
}
