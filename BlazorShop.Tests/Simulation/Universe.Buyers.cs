using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What buyers do: they fill carts, check out, pay, and come back.</summary>
internal sealed partial class Universe
{
    private void AddToCart(ShopProcess shop)
    {
        var (person, variant, quantity) = (Any(people), Any(variants), random.Next(1, 3));
        Try($"{person.Name} adds {quantity}", () => Run(shop.Get<CartService>().AddAsync(person.Owner, variant, quantity, default)).GetType().Name);
    }

    private void ChangeCart(ShopProcess shop)
    {
        var (person, variant, quantity) = (Any(people), Any(variants), random.Next(0, 3));
        Try($"{person.Name} sets {quantity}", () =>
        {
            Run(shop.Get<CartService>().SetQuantityAsync(person.Owner, variant, quantity, default));
            return null;
        });
    }

    private void Start(ShopProcess shop)
    {
        var person = Any(people);
        var address = Make.Address(random.Next(8) == 0 ? "DE" : "FR");
        Click(shop, shop => Try($"{person.Name} checks out", () =>
        {
            var cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
            if (cart.Lines.Count == 0)
            {
                Run(shop.Get<CartService>().AddAsync(person.Owner, Any(variants), random.Next(1, 3), default));
                cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
            }

            return Shown(person, Run(shop.Get<CheckoutService>().StartAsync(person.Buyer, address, cart.Total, default)));
        }));
    }

    private void PayAgain(ShopProcess shop)
    {
        var person = Any(people);
        if (person.Orders.Count == 0)
            return;
        var number = Any(person.Orders);
        Click(shop, shop => Try($"{person.Name} pays again", () => Shown(person, Run(shop.Get<CheckoutService>().PayAgainAsync(person.Buyer, number, default)))));
    }

    private string Shown(Person person, CheckoutStart start)
    {
        if (start is not CheckoutStart.Ready ready)
            return start is CheckoutStart.Unavailable unavailable ? "Unavailable: " + unavailable.Why : start.GetType().Name;
        if (!person.Forms.Contains(ready.Session.Reference))
            person.Forms.Add(ready.Session.Reference);
        if (!person.Orders.Contains(ready.OrderNumber))
            person.Orders.Add(ready.OrderNumber);
        seen.TryAdd(ready.Session.Reference, ready.Session);
        if (Provider.Find(ready.Session.Reference) is { State: SessionState.Open } form && form.Total != ready.Total)
            throw Break("nobody is shown a form that collects another amount", $"{form.Reference}: {form.Total}, not {ready.Total}");
        return $"form {ready.Session.Reference} of {ready.Total.Minor}";
    }

    private void Pay(ShopProcess shop)
    {
        var person = Any(people);
        if (person.Forms.Count == 0)
            return;
        // Mostly the form in front, sometimes an old tab.
        var form = random.Next(3) > 0 ? person.Forms[^1] : Any(person.Forms);
        var session = Provider.Find(form);
        if (random.Next(10) == 0)
        {
            Trace($"{person.Name} is declined on {form}");
            return;
        }

        // The provider's own price in the buyer's money, a form changed by hand at the provider: what is received is not what was asked.
        if (session.State == SessionState.Open && Chance(Odds.Amount))
        {
            session.Total = random.Next(3) == 0 ? session.Total with { Currency = "USD" } : session.Total with { Minor = session.Total.Minor + Any<long>([-100, -1, 1, 100]) };
            Reach.Note("another amount collected");
        }

        if (Provider.Pay(session, later: random.NextDouble() < Odds.Debit))
            Trace($"{person.Name} pays {form} {session.Money} {session.Total}");
    }

    private void ComeBack(ShopProcess shop)
    {
        var person = Any(people);
        if (person.Forms.Count == 0 || Seeded?.Skips(Work.Returns) == true)
            return;
        var form = Any(person.Forms);
        Click(shop, shop => Try($"{person.Name} comes back from {form}", () => Run(shop.Get<CheckoutReturns>().ReturnAsync(person.Buyer.Customer, form, default))?.PaymentStatus.ToString() ?? "not found"));
    }

    private sealed class Person(string name)
    {
        public string Name { get; } = name;

        public Buyer Buyer { get; set; } = null!;

        public CartOwner.Customer Owner => new(Buyer.Customer);

        public List<string> Forms { get; } = [];

        public List<string> CardForms { get; } = [];

        public List<string> Orders { get; } = [];
    }
}
