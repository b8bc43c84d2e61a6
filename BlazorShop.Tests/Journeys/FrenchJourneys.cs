using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

/// <summary>Two people who read French, a buyer and one of the staff, from the first page to the refund: by the words that they read.</summary>
[Collection(BrowserTests.Name)]
public sealed class FrenchJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task Registering_buying_the_emails_and_a_refund_are_French_from_end_to_end()
    {
        await using var buyer = new Shopper(await browser.OpenAsync(shop));
        await buyer.Tab.GoAsync("/fr/Account/Register");
        await buyer.SeesAsync("Créer un compte");
        await buyer.Field("E-mail").FillAsync(buyer.Email);
        await buyer.Field("Mot de passe").FillAsync(Visitor.Password);
        await buyer.Field("Confirmer le mot de passe").FillAsync(Visitor.Password);
        await buyer.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Créer un compte" }).ClickAsync();
        await Expect(buyer.Button("Se déconnecter")).ToBeVisibleAsync();
        Assert.Equal("Confirmez votre adresse e-mail pour BlazorShop", await SubjectAsync(buyer.Email, null));

        await buyer.Tab.GoAsync("/fr/products/round-teapot");
        await buyer.Field("Quantité").FillAsync("2");
        await buyer.Button("Ajouter au panier").ClickAsync();
        await Expect(buyer.Page.Locator("[role=status]").First).ToContainTextAsync("Ajouté à votre panier\u00a0:");
        await buyer.Tab.GoAsync("/cart");
        await buyer.Button("Commander").ClickAsync();
        await buyer.Page.Locator("#full-name").FillAsync("Amélie Roux");
        await buyer.Page.Locator("#line1").FillAsync("1 rue de Rivoli");
        await buyer.Page.Locator("#city").FillAsync("Paris");
        await buyer.Page.Locator("#postal-code").FillAsync("75001");
        await buyer.Page.Locator("#country").SelectOptionAsync("FR");
        await buyer.Button("Continuer vers le paiement").ClickAsync();
        await Expect(buyer.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await buyer.PayByCardAsync("4242424242424242");
        await buyer.SeesAsync("Merci");
        await using var db = shop.Db();
        var order = await db.Orders.AsNoTracking().SingleAsync();
        Assert.Equal($"Commande {order.Number} confirmée", await SubjectAsync(buyer.Email, $"order:{order.Number}:confirmed"));
        await buyer.Tab.GoAsync("/orders/" + order.Number);
        await Expect(buyer.Page.Locator("[data-live]")).ToBeAttachedAsync();

        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/fr/admin/orders/" + order.Number);
        await staff.Field("E-mail").FillAsync(ShopApp.StaffEmail);
        await staff.Field("Mot de passe").FillAsync(Visitor.Password);
        await staff.Button("Se connecter").ClickAsync();
        await Expect(staff.Page.Locator("main[data-live]")).ToBeAttachedAsync();
        await staff.Button("Rembourser").ClickAsync();
        var dialog = staff.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Montant").FillAsync("5,00");
        await dialog.GetByLabel("Motif").FillAsync("Une anse ébréchée.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rembourser" }).ClickAsync();
        await Expect(staff.Page.GetByText("Remboursement de 5,00\u00a0€ effectué.")).ToBeVisibleAsync();

        await Expect(buyer.Page.GetByText("Nous avons remboursé 5,00\u00a0€.")).ToBeVisibleAsync();
        Assert.Equal(PaymentStatus.PartiallyRefunded, (await db.Orders.AsNoTracking().SingleAsync()).PaymentStatus);
        Assert.Equal($"Remboursement de la commande {order.Number}\u00a0: 5,00\u00a0€", await SubjectAsync(buyer.Email, "refund:"));
        buyer.Tab.AssertNoComplaints();
        staff.Tab.AssertNoComplaints();
    }

    private async Task<string> SubjectAsync(string to, string? key)
    {
        await using var db = shop.Db();
        return (await db.OutboxMessages.AsNoTracking().SingleAsync(m => m.To == to && (key == null || m.DedupKey.StartsWith(key)))).Subject;
    }
}
