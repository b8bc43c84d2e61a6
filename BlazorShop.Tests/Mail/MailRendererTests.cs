using AngleSharp.Html.Parser;
using BlazorShop.Common;
using BlazorShop.Mail;

namespace BlazorShop.Tests.Mail;

public sealed class MailRendererTests
{
    private static readonly OrderMail order = new(
        "2026-000042",
        [new OrderMailLine("Mug <b>\"& co\"</b>", "Colour: <red>", 2, new Money(3998, "EUR"))],
        new Money(3998, "EUR"),
        new Address { FullName = "Anna <script>alert(1)</script>", Line1 = "1 Garden & Street", City = "Berlin", PostalCode = "10115", Country = "DE" },
        "https://shop.test/orders/2026-000042?a=1&b=\"2\"");

    public static TheoryData<MailTemplate> Templates => new()
    {
        new MailTemplate.ConfirmEmail(order.Link), new MailTemplate.ResetPassword(order.Link), new MailTemplate.AlreadyRegistered(order.Link),
        new MailTemplate.EmailChanged(order.Link), new MailTemplate.PasswordChanged(order.Link), new MailTemplate.OrderConfirmed(order, "Visa <4242>"),
        new MailTemplate.PaymentProcessing(order), new MailTemplate.PaymentFailed(order, "The bank said <no>."),
        new MailTemplate.PaymentExpired(order),
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Values_are_text_never_markup(MailTemplate template)
    {
        var mail = MailRenderer.Render(template, "The <i>Shop</i> & Co");
        var html = new HtmlParser().ParseDocument(mail.Html);

        Assert.Empty(html.QuerySelectorAll("script, b, i, red, no"));
        Assert.Contains("The <i>Shop</i> & Co", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(order.Link, html.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(order.Link, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        Assert.All(html.QuerySelectorAll("td"), td => Assert.NotNull(td.ParentElement));
    }

    [Fact]
    public void An_order_is_told_alike_in_both_forms()
    {
        var mail = MailRenderer.Render(new MailTemplate.OrderConfirmed(order, "Visa 4242"), "BlazorShop");
        var html = new HtmlParser().ParseDocument(mail.Html).Body!.TextContent;

        foreach (var part in new[] { "2026-000042", "2 × Mug <b>\"& co\"</b>", "Colour: <red>", "€39.98", "10115 Berlin", "Germany", "Visa 4242", "1 Garden & Street" })
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
            Assert.Contains(part, mail.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_subject_stays_one_line() =>
        Assert.Equal("Confirm your email for Shop  Bcc: all@shop.test", MailRenderer.Render(new MailTemplate.ConfirmEmail("x"), "Shop\r\nBcc: all@shop.test").Subject);

    [Theory]
    [InlineData("anna@shop.test", true)]
    [InlineData("o'brien+shop@mail.shop.test", true)]
    [InlineData("anna", false)]
    [InlineData("@shop.test", false)]
    [InlineData("anna@", false)]
    [InlineData("anna@shop.test, bert@shop.test", false)]
    [InlineData("Anna <anna@shop.test>", false)]
    [InlineData("anna@shop.test\r\nBcc: bert@shop.test", false)]
    [InlineData("anna smith@shop.test", false)]
    public void An_address_is_one_that_mail_can_go_to(string address, bool isDeliverable) => Assert.Equal(isDeliverable, MailAddressAttribute.IsDeliverable(address));
}
