using System.Text.Json.Nodes;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments;

/// <summary>How money comes that no order asked for: the things that should not happen at a payment provider, and do.</summary>
internal static class Odd
{
    /// <summary>The open form asks for another amount than the order costs.</summary>
    public static void ChangeAmount(this Counter counter, CheckoutStart.Ready open, Money amount) => counter.Shop.ChangeAmount(open, amount);

    public static void ChangeAmount(this ShopApp shop, CheckoutStart.Ready open, Money amount) => shop.Get<SandboxStore>().Run(work =>
    {
        var session = work.Find(SessionObject.Kind, open.Session.Reference)!;
        (session["amount_total"], session["amount_subtotal"]) = (JsonValue.Create(amount.Minor), JsonValue.Create(amount.Minor));
        session["currency"] = amount.Currency.ToLowerInvariant();
        return work.Put(session);
    });

    /// <summary>The shop believes that the form is closed, and has put its goods back; the provider still takes money by it.</summary>
    public static async Task ForgetAsync(this Counter counter, CheckoutStart.Ready open)
    {
        await using var db = counter.Shop.Db();
        var payment = await db.Payments.AsNoTracking().SingleAsync(p => p.SessionReference == open.Session.Reference);
        await counter.Shop.Get<StockService>().ReleaseAsync(db, payment.Id, default);
        await db.Payments.Where(p => p.Id == payment.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Expired));
    }

    /// <summary>The provider refuses every refund of this money, as long as a dispute stands there that nobody was told of.</summary>
    public static void RefuseRefunds(this Counter counter, string session, bool refuse) => counter.Shop.Get<SandboxStore>().Run(work =>
    {
        var intent = work.Find(PaymentIntentObject.Kind, work.Find(SessionObject.Kind, session)!["payment_intent"]!.GetValue<string>())!;
        var charge = work.Find(ChargeObject.Kind, intent["latest_charge"]!.GetValue<string>())!;
        var dispute = work.All(DisputeObject.Kind, ("charge", charge["id"]!.GetValue<string>())).FirstOrDefault()
            ?? DisputeObject.For(charge, "general", inquiry: false, work.Now);
        dispute["status"] = refuse ? "needs_response" : "warning_closed";
        return work.Put(dispute);
    });
}
