using BlazorShop.Admin.Catalog;
using BlazorShop.Admin.Customers;
using BlazorShop.Admin.Payments;
using BlazorShop.Assurance;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Tests.Admin;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
            Assert.Contains("Toute commande confirmée a son e-mail de confirmation.", books.Markup, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("en", "stopped early: We couldn't reach the payment provider. No such host is known.")]
    [InlineData("fr", "s’est arrêté avant la fin\u00a0: Le prestataire de paiement n’a pas répondu. No such host is known.")]
    public async Task Why_a_comparison_stopped_early_is_said_in_the_readers_language(string language, string said)
    {
        await using (var db = Db())
        {
            db.Add(new ReconciliationRun { Id = Guid.NewGuid(), StartedAt = DateTime.UtcNow, FinishedAt = DateTime.UtcNow, Since = DateTime.UtcNow, Problem = KindText.Of(RunProblem.NoAnswer, "No such host is known.") });
            await db.SaveChangesAsync();
        }

        using (Languages.Find(language)!.Use())
        {
            var books = Render<BooksPanel>();
            books.WaitForAssertion(() => Assert.Contains(said, books.Find(".alert").TextContent, StringComparison.Ordinal));
            Assert.DoesNotContain("[\"", books.Markup, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en", "We couldn't reach the payment provider.")]
    [InlineData("fr", "Le prestataire de paiement n’a pas répondu.")]
    public async Task A_comparison_that_nobody_answered_has_no_words_of_a_program_behind_the_readers_sentence(string language, string said)
    {
        await using var shop = new ShopApp
        {
            Configure = services => services.AddHttpClient("Stripe").ConfigurePrimaryHttpMessageHandler(() => new NoNetwork()),
        };
        var run = await shop.Get<Reconciler>().RunAsync(null, default);
        using (Languages.Find(language)!.Use())
            Assert.Equal(said, PaymentAdminWords.Stopped(run.Problem!));

        for (var pass = 0; pass < Alarms.Patience; pass++)
            await shop.Get<Alarms>().ProviderFailedAsync(new PaymentGatewayException(GatewayProblem.Unavailable, "No route to host"), default);
        await using var db = shop.Db();
        Assert.Equal("", (await db.Set<StaffNoticeEntry>().SingleAsync()).Facts!.Text);
    }

    [Fact]
    public async Task Each_rule_of_the_books_has_its_sentence_in_both_languages_and_logs_say_the_English_one()
    {
        foreach (var rule in await Shop.Get<Invariants>().CheckAsync(default))
        {
            var english = AssuranceWords.Rule(rule.Name);
            Assert.EndsWith(".", english, StringComparison.Ordinal);
            using (Languages.French.Use())
            {
                Assert.NotEqual(english, AssuranceWords.Rule(rule.Name));
                Assert.EndsWith(".", AssuranceWords.Rule(rule.Name), StringComparison.Ordinal);
                Assert.Equal(english, rule.Rule);
            }
        }

        Assert.Equal("I0", AssuranceWords.Rule("I0"));
        using (Languages.French.Use())
            Assert.Equal(["commande BS-1", "pay:cs_1"], new[] { "order BS-1", "pay:cs_1" }.Select(AssuranceWords.Example));
    }

    [Fact]
    public void Why_a_card_is_not_offered_is_said_in_French()
    {
        using (Languages.French.Use())
        {
            Assert.Equal(
                "Il manque dans ses coordonnées de facturation\u00a0: e-mail, code postal. Le formulaire devrait toutes les redemander.",
                CardWords.ForStaff(new CardObstacle(CardObstacleKind.BillingDetails, [BillingPart.Email, BillingPart.PostalCode])));
            Assert.Equal("50 cartes au plus sont proposées au paiement, et vous en avez autant de plus récentes.", CardWords.ForOwner(new CardObstacle(CardObstacleKind.TooMany, [])));
        }
    }

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("No route to host");
    }
}
