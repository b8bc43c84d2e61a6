using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Foreign;
using BlazorShop.Pricing;
using Microsoft.Extensions.Options;

namespace BlazorShop.Checkout;

/// <summary>
/// Makes an order of what was sold on the shop's account elsewhere: by SKU, at what was collected. What cannot be one for certain
/// is left to people, with the reason.
/// </summary>
internal sealed class ForeignOrders(
    OfferService offers, Holds holds, CustomerService customers, IAccountEmails accounts, IPaymentGateway gateway, IOptions<ShopOptions> shop, TimeProvider time)
    : IForeignOrders
{
    public async Task<ForeignOrder> PlaceAsync(ShopDbContext db, PaymentId payment, PaymentSession session, ForeignBasket basket, CancellationToken ct)
    {
        if (session.Total.Currency != shop.Value.Currency)
            return new ForeignOrder.Refused(ForeignRefusal.OtherCurrency, session.Total.Currency, shop.Value.Currency);
        if (basket.Recurs)
            return new ForeignOrder.Refused(ForeignRefusal.Recurs);
        if (basket.Email.Length == 0)
            return new ForeignOrder.Refused(ForeignRefusal.NoEmail);
        var lines = new List<QuoteLine>();
        foreach (var line in basket.Lines)
        {
            if (line.Sku is null || await offers.FindAsync(line.Sku, ct) is not { } offer)
                return line.Sku is null ? new ForeignOrder.Refused(ForeignRefusal.NoSku, line.Name) : new ForeignOrder.Refused(ForeignRefusal.UnknownSku, line.Name, line.Sku);
            if (line.Quantity < 1 || line.Total % line.Quantity != 0)
                return new ForeignOrder.Refused(ForeignRefusal.UnevenPrice, line.Name);
            lines.Add(new QuoteLine(offer.Item, session.Total with { Minor = line.Total / line.Quantity }, line.Quantity));
        }

        if (lines.Count == 0 || Money.Sum(lines.Select(l => l.Gross), session.Total.Currency) != session.Total)
            return new ForeignOrder.Refused(ForeignRefusal.OtherSum);

        var email = basket.Email.ToLowerInvariant();
        var account = await accounts.ConfirmedAsync(email, ct);
        var customer = account is null ? customers.AddWithoutAccount(db) : await customers.ForUserAsync(account, ct);
        var quote = new Quote { Currency = session.Total.Currency, Lines = lines };
        var order = Order.Place(quote, OrderKey.New(time), new OrderBuyer(customer, email), basket.Address ?? new Address(), gateway.Environment, time.GetUtcNow().UtcDateTime);
        OrderService.Add(db, order);
        order.Remark(OrderEventKind.BoughtOutside, EventDetails.None, "foreign", order.PlacedAt);
        if (basket.Address is null)
            order.AskAttention(AttentionKind.OutsideNoAddress, order.PlacedAt, "foreign:address");
        // Nobody promised these items before they were paid: they are taken, where they are there, with the payment.
        await holds.RecallAsync(db, payment, quote, ct);
        return new ForeignOrder.Placed(
            new PaymentRequest
            {
                Payment = payment,
                Order = order.Id,
                Customer = customer,
                Shop = "",
                Attempt = 1,
                OrderNumber = order.Number,
                Lines = [.. quote.Lines.Select(l => l with { Item = l.Item with { Picture = null } })],
                Total = order.Total,
                Email = email,
                ShippingAddress = order.ShippingAddress,
                ShippingCountries = [],
                ReturnUrl = (shop.Value.PublicBase ?? "http://localhost") + "/checkout/return",
                Locale = "en",
                ExpiresAt = session.ExpiresAt,
                Foreign = true,
            },
            account is null);
    }
}
