using System.Text.RegularExpressions;
using BlazorShop.Admin.Orders;
using BlazorShop.Admin.Subscriptions;
using BlazorShop.Localization;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Admin;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace BlazorShop.Tests.Localization;

/// <summary>Staff who read French work in French; a buyer is written to in the language of the order.</summary>
public sealed partial class FrenchAdminTests : ShopComponentContext
{
    private readonly IDisposable language = Languages.French.Use();
    private readonly IRenderedComponent<MudDialogProvider> dialogs;

    public FrenchAdminTests()
    {
        SignInStaff();
        Render<MudPopoverProvider>();
        dialogs = Render<MudDialogProvider>();
    }

    protected override void Dispose(bool disposing)
    {
        language.Dispose();
        base.Dispose(disposing);
    }

    [Fact]
    public async Task An_order_is_refunded_in_French_and_its_English_buyer_reads_of_it_in_English()
    {
        var order = await Shop.BuyAsync(3900);
        Assert.Equal("en", order.Language);
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForState(() => page.FindAll("button").Any(b => b.TextContent == "Rembourser"));
        var shown = Words(page.Markup);
        foreach (var said in new[] { $"Commande {order.Number}", "Confirmée", "Payée", "Non expédiée", "39,00\u00a0€", "Visa se terminant par 4242", "À expédier\u00a0: 1 × Kettle", "Commande passée" })
            Assert.Contains(said, shown, StringComparison.Ordinal);

        _ = page.FindAll("button").Single(b => b.TextContent == "Rembourser").ClickAsync(new());
        dialogs.WaitForState(() => dialogs.FindAll("form").Count == 1);
        var amount = dialogs.Find("input[id$=amount]");
        Assert.Equal("39,00", amount.GetAttribute("value"));
        Assert.Contains("En EUR, 39,00\u00a0€ au plus.", dialogs.Find("form").TextContent, StringComparison.Ordinal);
        await FillAsync(dialogs, "input[id$=amount]", "40");
        await OnAsync(dialogs, "form", form => form.SubmitAsync());
        dialogs.WaitForAssertion(() => Assert.Equal("Saisissez un montant de 0,01\u00a0€ à 39,00\u00a0€.", dialogs.Find("[role=alert]").TextContent.Trim()));
        await FillAsync(dialogs, "input[id$=amount]", "5,50");
        await OnAsync(dialogs, "form", form => form.SubmitAsync());

        page.WaitForAssertion(() => Assert.Equal("Remboursement de 5,50\u00a0€ effectué.", page.Find("[role=status]").TextContent));
        var refunds = Words(page.Find("section[aria-labelledby=refunds]").InnerHtml);
        foreach (var said in new[] { "Effectué", "5,50\u00a0€", "Remboursé par la boutique." })
            Assert.Contains(said, refunds, StringComparison.Ordinal);
        Assert.Contains("Remboursée en partie", Words(page.Find("section[aria-labelledby=state]").InnerHtml), StringComparison.Ordinal);
        await using var db = Db();
        Assert.Equal(550, (await db.Set<Refund>().SingleAsync()).Amount.Minor);
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.StartsWith("refund:"));
        Assert.Equal($"Refund for order {order.Number}: €5.50", mail.Subject);
        Assert.DoesNotContain("rembours", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_English_is_left_on_the_page_of_an_order_whose_payment_is_disputed()
    {
        var order = await Shop.BuyAsync(3900);
        Shop.Get<PanelActions>().Perform("dispute", order.PaymentSession!);
        await Shop.DeliverAsync();
        var page = Render<OrderPage>(p => p.Add(o => o.Number, order.Number));
        page.WaitForElement("section[aria-labelledby=disputes]");
        var shown = Words(page.Markup);
        foreach (var said in new[] { "Contestée", "Litiges", "réponse attendue", "Retirés", "c’est la banque qui décide", "Litige\u00a0: " })
            Assert.Contains(said, shown, StringComparison.Ordinal);
        Assert.Empty(English().Matches(shown).Select(m => m.Value));
    }

    [Fact]
    public async Task Orders_and_subscriptions_are_listed_in_French()
    {
        await Shop.BuyAsync(3900);
        await Shop.SubscribeAsync();
        var orders = Render<OrdersPage>();
        orders.WaitForState(() => orders.FindAll("tbody tr").Count == 2 && Words(orders.Markup).Contains("à expédier", StringComparison.Ordinal));
        var shown = Words(orders.Markup);
        foreach (var said in new[] { "Commandes", "2 résultats", "2 à expédier", "Exporter en CSV", "Numéro ou e-mail", "Bac à sable", "39,00\u00a0€" })
            Assert.Contains(said, shown, StringComparison.Ordinal);
        Assert.Empty(English().Matches(shown).Select(m => m.Value));

        var subscriptions = Render<SubscriptionsPage>();
        subscriptions.WaitForElement("tbody tr");
        shown = Words(subscriptions.Markup);
        foreach (var said in new[] { "1 résultat", "Actif", "14,00\u00a0€ tous les mois", "Résilier l’abonnement" })
            Assert.Contains(said, shown, StringComparison.Ordinal);
        Assert.Empty(English().Matches(shown).Select(m => m.Value));
    }

    /// <summary>What is read and heard of a page, without what is kept as somebody wrote it.</summary>
    private static string Words(string markup)
    {
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(markup);
        foreach (var code in document.QuerySelectorAll("code, style, script, svg"))
            code.Remove();
        var heard = document.QuerySelectorAll("[aria-label], [data-label]").Select(e => e.GetAttribute("aria-label") + " " + e.GetAttribute("data-label"));
        return Spaces().Replace(document.Body!.TextContent + " " + string.Join(' ', heard), " ");
    }

    [GeneratedRegex(@"[ \r\n\t]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(?:the|of|and|is|was|by|to|Paid|Order|Placed|Refund|Refunded|Amount|Payment|Status|Reason|Search|Clear|results?)\b")]
    private static partial Regex English();
}
