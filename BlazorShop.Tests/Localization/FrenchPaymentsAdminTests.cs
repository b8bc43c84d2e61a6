using BlazorShop.Admin.Catalog;
using BlazorShop.Admin.Customers;
using BlazorShop.Admin.Payments;
using BlazorShop.Assurance;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Tests.Admin;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace BlazorShop.Tests.Localization;

/// <summary>Staff who chose French read customers, products and payments in French.</summary>
public sealed class FrenchPaymentsAdminTests : ShopComponentContext
{
    public FrenchPaymentsAdminTests()
    {
        SignInStaff();
        Render<MudPopoverProvider>();
    }

    [Fact]
    public async Task Payments_customers_and_products_are_read_in_French()
    {
        var order = await Shop.BuyAsync(3900);
        await Shop.Get<Invariants>().CheckAndKeepAsync(default);
        string id;
        await using (var db = Db())
        {
            (await db.Products.Include(p => p.Variants).FirstAsync()).Variants[0].Recurrence = Recurrence.EveryMonth;
            await db.SaveChangesAsync();
            id = await db.InboxEvents.Where(e => e.ObjectId == order.PaymentSession && e.State == InboxState.Applied).Select(e => e.Id).SingleAsync();
        }

        using (Languages.French.Use())
        {
            await Shop.Get<Reconciler>().RunAsync(null, default);
            var books = Render<BooksPanel>();
            Assert.StartsWith("Les comptes concordent. Dernier rapprochement\u00a0: ", books.WaitForElement("[role=status]").TextContent.Trim(), StringComparison.Ordinal);
            Assert.Contains("Une commande confirmée a son e-mail.", books.Markup, StringComparison.Ordinal);
            var events = Render<PaymentsPage>();
            events.WaitForElement("tbody a[href^='/admin/payments/events/']");
            var seen = Render<EventPage>(p => p.Add(e => e.Id, id));
            seen.WaitForElement(".facts");
            var customers = Render<CustomersPage>();
            customers.WaitForElement("td a");
            var customer = Render<CustomerPage>(p => p.Add(c => c.Id, order.CustomerId.Value));
            customer.WaitForAssertion(() => Assert.Contains("Aucune carte enregistrée.", customer.Markup, StringComparison.Ordinal));
            Assert.Contains("39,00\u00a0€", customer.Find("section[aria-labelledby=orders]").TextContent, StringComparison.Ordinal);
            var products = Render<ProductsPage>();
            products.WaitForElement("td a");
            Assert.Contains("tous les mois", products.Markup, StringComparison.Ordinal);

            foreach (var (page, markup, resources) in new[]
            {
                ("books", books.Markup, "Admin/Payments/PaymentAdminTexts"), ("events", events.Markup, "Admin/Payments/PaymentAdminTexts"), ("event", seen.Markup, "Admin/Payments/PaymentAdminTexts"),
                ("rules", books.Markup, "Assurance/AssuranceTexts"), ("customers", customers.Markup, "Admin/Customers/CustomerAdminTexts"),
                ("customer", customer.Markup, "Admin/Customers/CustomerAdminTexts"), ("products", products.Markup, "Admin/Catalog/ProductAdminTexts"),
            })
            {
                Assert.Empty(
                    from text in new RoomTexts(Path.GetDirectoryName(resources)!, resources).Neutral.Values
                    where text.Contains(' ', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
                        && markup.Contains(text, StringComparison.Ordinal)
                    select $"{page}: {text}");
            }
        }
    }

    [Fact]
    public async Task Each_rule_is_shown_as_logs_say_it_and_has_its_French_sentence()
    {
        foreach (var rule in await Shop.Get<Invariants>().CheckAsync(default))
        {
            var kept = new InvariantResult { Name = rule.Name, Rule = "As an older release kept it.", CheckedAt = DateTime.UtcNow };
            Assert.Equal(rule.Rule, AssuranceWords.Rule(kept));
            using (Languages.French.Use())
                Assert.DoesNotContain(AssuranceWords.Rule(kept), new[] { rule.Rule, kept.Rule });
        }

        var gone = new InvariantResult { Name = "I0", Rule = "As an older release kept it.", CheckedAt = DateTime.UtcNow };
        Assert.Equal(gone.Rule, AssuranceWords.Rule(gone));
        using (Languages.French.Use())
            Assert.Equal(["commande BS-1", "pay:cs_1"], new[] { "order BS-1", "pay:cs_1" }.Select(AssuranceWords.Example));
    }

    [Fact]
    public void A_card_and_why_it_is_not_offered_are_said_in_French()
    {
        using (Languages.French.Use())
        {
            Assert.Equal(
                "Manque dans ses coordonnées de facturation\u00a0: e-mail, code postal. Le formulaire devrait toutes les redemander.",
                CardWords.ForStaff(new CardObstacle(CardObstacleKind.BillingDetails, [BillingPart.Email, BillingPart.PostalCode])));
            Assert.Equal("50 cartes au plus sont proposées au paiement, et vous en avez autant de plus récentes.", CardWords.ForOwner(new CardObstacle(CardObstacleKind.TooMany, [])));
        }
    }
}
