using AngleSharp.Html.Parser;
using BlazorShop.Accounts;
using BlazorShop.Common;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Orders.Letters;
using BlazorShop.Pricing;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Mail;

public sealed class LetterTests
{
    private const string Site = "https://shop.test/?a=1&b=\"2\"";

    private static readonly Order order = Order.Place(
        new Quote { Currency = "EUR", Lines = [new QuoteLine(Make.Item("Mug <b>\"& co\"</b>", "Colour: <red>"), new Money(1999, "EUR"), 2)] },
        OrderKey.New(TimeProvider.System) with { Number = "2026-000042" },
        new OrderBuyer(Make.Customer(), "anna@shop.test"),
        new Address { FullName = "Anna <script>alert(1)</script>", Line1 = "1 Garden & Street", City = "Berlin", PostalCode = "10115", Country = "DE" },
        "test",
        new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc));

    private static readonly OrderLetters letters = new(order, Site);

    private static readonly string link = Site + "/orders/2026-000042";

    public static TheoryData<MailTemplate> Templates => new()
    {
        AccountLetters.ConfirmEmail(link), AccountLetters.ResetPassword(link), AccountLetters.AlreadyRegistered(link),
        AccountLetters.EmailChanged(link), AccountLetters.PasswordChanged(link), letters.Confirmed("Visa <4242>", null), letters.Delayed("Visa <4242>", null),
        letters.Processing(), letters.Failed(DeclineReason.Declined), letters.Expired(), letters.Held(new Money(100, "EUR")),
        letters.Cancelled(new Money(100, "EUR"), "It <no> broke."), letters.Refunded(new Money(100, "EUR"), RefundReason.ByShop, "A <no> scratch."),
    };

    [Theory]
    [MemberData(nameof(Templates))]
    public void Values_in_an_email_are_text_and_never_markup(MailTemplate template)
    {
        var mail = Letters.Render(template, new ShopOptions { Name = "The <i>Shop</i> & Co" });
        var html = new HtmlParser().ParseDocument(mail.Html);

        Assert.Empty(html.QuerySelectorAll("script, b, i, red, no"));
        Assert.Contains("The <i>Shop</i> & Co", html.Body!.TextContent, StringComparison.Ordinal);
        var leads = html.QuerySelector("a")!.GetAttribute("href")!;
        Assert.Contains(leads, new[] { link, Site + "/checkout?order=2026-000042" });
        Assert.Contains(leads, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        Assert.All(html.QuerySelectorAll("td"), td => Assert.NotNull(td.ParentElement));
    }

    [Fact]
    public void An_email_tells_an_order_alike_as_text_and_as_HTML()
    {
        var mail = Letters.Render(letters.Confirmed("Visa 4242", null), new ShopOptions());
        var html = new HtmlParser().ParseDocument(mail.Html).Body!.TextContent;

        foreach (var part in new[] { "2026-000042", "2 × Mug <b>\"& co\"</b>", "Colour: <red>", "€39.98", "10115 Berlin", "Germany", "Visa 4242", "1 Garden & Street" })
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
            Assert.Contains(part, mail.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_email_of_a_subscription_says_what_when_next_in_the_shops_zone_and_how_to_cancel()
    {
        // Five to midnight in London is already the next day in Paris.
        var terms = new SubscriptionMail("Coffee post (Whole beans)", new Money(1400, "EUR"), Recurrence.EveryMonth, new DateTime(2026, 12, 25, 23, 55, 0, DateTimeKind.Utc), "https://shop.test/subscriptions/1");
        foreach (var template in new[] { letters.Confirmed("Visa 4242", terms), letters.Delayed("Visa 4242", terms) })
        {
            var mail = Letters.Render(template, new ShopOptions());
            var html = new HtmlParser().ParseDocument(mail.Html);
            foreach (var part in new[] { "Your subscription to Coffee post (Whole beans): €14.00 every month. The next payment is on 26 December 2026.", "cancel" })
            {
                Assert.Contains(part, html.Body!.TextContent, StringComparison.Ordinal);
                Assert.Contains(part, mail.Text, StringComparison.Ordinal);
            }

            Assert.Contains(html.QuerySelectorAll("a"), a => a.GetAttribute("href") == terms.Link);
            Assert.Contains(terms.Link, mail.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_email_of_a_shipment_leads_to_its_carrier()
    {
        var mail = Letters.Render(letters.Shipped(new Dictionary<int, int> { [1] = 2 }, "DHL", "JD01", more: false), new ShopOptions());

        Assert.Equal(TrackingLink.For("DHL", "JD01"), new HtmlParser().ParseDocument(mail.Html).QuerySelectorAll("a").Single(a => a.TextContent == "Track your shipment at DHL").GetAttribute("href"));
        Assert.Contains(TrackingLink.For("DHL", "JD01")!, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shops_contact_address_stands_under_every_email()
    {
        var mail = Letters.Render(AccountLetters.PasswordChanged(link), new ShopOptions { Email = "hello@shop.test" });

        Assert.Contains("mailto:hello@shop.test", mail.Html, StringComparison.Ordinal);
        Assert.Contains("hello@shop.test", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_subject_of_an_email_stays_one_line() =>
        Assert.Equal("Confirm your email for Shop  Bcc: all@shop.test", Letters.Render(AccountLetters.ConfirmEmail("x"), new ShopOptions { Name = "Shop\r\nBcc: all@shop.test" }).Subject);

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
    public void An_address_is_taken_where_an_email_can_go_to_it(string address, bool isDeliverable) => Assert.Equal(isDeliverable, MailAddressAttribute.IsDeliverable(address));
}
