using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments;

/// <summary>A buyer's saved cards, through the real gateway and the sandbox.</summary>
public sealed class CardTests : IAsyncLifetime
{
    private static readonly CheckoutAddress shipping = new("Ada Lovelace", "12 Rue des Abbesses", null, "Paris", null, "75018", "FR");
    private readonly Counter counter = new();

    private SavedCards Cards => counter.Shop.Get<SavedCards>();

    private SandboxStore Sandbox => counter.Shop.Get<SandboxStore>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task A_card_saved_with_consent_is_listed_and_offered_at_the_next_checkout()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await BuyAsync(buyer, kettle, save: true);
        await BuyAsync(buyer, kettle, save: false, number: "5555555555554444");

        var card = Assert.Single(await Cards.OfAsync(buyer.Customer, default));
        Assert.Equal(("Visa ending in 4242", "12/2034", CardConsent.Always, false), (CardWords.Name(card), card.Expires, card.Consent, card.IsWallet));
        await counter.AddAsync(buyer, kettle);
        Assert.Equal([card.Reference], Offered((await counter.OpenAsync(buyer)).Session.Reference));
    }

    [Fact]
    public async Task A_card_is_added_through_a_form_of_its_own_whoever_tells_of_it_first()
    {
        var buyer = await counter.BuyerAsync();
        var form = await AddAsync(buyer);

        // The tab was closed: the event alone says so.
        await counter.DeliverAsync();
        var card = Assert.Single(await Cards.OfAsync(buyer.Customer, default));
        Assert.True(card.IsDefault);
        Assert.Equal(CardConsent.Always, card.Consent);
        Assert.Equal(1, Happened("customer.updated"));

        // The buyer comes back, twice, and the provider repeats itself: nothing more happens.
        Assert.True((await Cards.ReturnAsync(buyer.Customer, form.Reference, default))!.IsComplete);
        Assert.True((await Cards.ReturnAsync(buyer.Customer, form.Reference, default))!.IsComplete);
        Assert.Equal(SyncResult.Unchanged, await Cards.SyncFormAsync(form.Reference, default));
        Assert.Equal(SyncResult.Unchanged, await Cards.SyncCardAsync(card.Reference, default));
        Assert.Equal(1, Happened("customer.updated"));
        await using var db = counter.Shop.Db();
        Assert.DoesNotContain(await db.InboxEvents.ToListAsync(), e => e.State is BlazorShop.Payments.Inbox.InboxState.New or BlazorShop.Payments.Inbox.InboxState.Quarantined);
    }

    [Fact]
    public async Task The_way_back_alone_settles_the_form_too()
    {
        var buyer = await counter.BuyerAsync();
        var form = await AddAsync(buyer);
        Assert.True((await Cards.ReturnAsync(buyer.Customer, form.Reference, default))!.IsComplete);
        Assert.True(Assert.Single(await Cards.OfAsync(buyer.Customer, default)).IsDefault);
    }

    [Fact]
    public async Task A_later_card_leaves_the_default_to_its_owner()
    {
        var buyer = await counter.BuyerAsync();
        await AddAsync(buyer);
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(1));
        await AddAsync(buyer, "5555555555554444");
        await counter.DeliverAsync();
        var cards = await Cards.OfAsync(buyer.Customer, default);
        Assert.Equal([("Mastercard", false), ("Visa", true)], cards.Select(c => (c.Brand, c.IsDefault)));

        Assert.True(await Cards.MakeDefaultAsync(buyer.Customer, cards[0].Reference));
        Assert.True(await Cards.MakeDefaultAsync(buyer.Customer, cards[0].Reference));
        Assert.Equal([true, false], (await Cards.OfAsync(buyer.Customer, default)).Select(c => c.IsDefault));
    }

    [Fact]
    public async Task Somebody_elses_card_or_form_is_not_there()
    {
        var (ada, eve) = (await counter.BuyerAsync(), await counter.BuyerAsync());
        var form = await AddAsync(ada);
        await AddAsync(eve, "5555555555554444");
        await counter.DeliverAsync();
        var card = Assert.Single(await Cards.OfAsync(ada.Customer, default)).Reference;

        Assert.Null(await Cards.FindAsync(eve.Customer, card, default));
        Assert.False(await Cards.MakeDefaultAsync(eve.Customer, card));
        Assert.False(await Cards.RemoveAsync(eve.Customer, card));
        Assert.Null(await Cards.ReturnAsync(eve.Customer, form.Reference, default));
        Assert.Null(await Cards.ReturnAsync(ada.Customer, "cs_test_nothing", default));
        Assert.Single(await Cards.OfAsync(ada.Customer, default));
    }

    [Fact]
    public async Task A_removed_card_is_gone_and_removing_it_twice_is_once()
    {
        var buyer = await counter.BuyerAsync();
        await AddAsync(buyer);
        await counter.DeliverAsync();
        var card = Assert.Single(await Cards.OfAsync(buyer.Customer, default)).Reference;
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Cards.RemoveAsync(buyer.Customer, card))));
        Assert.Contains(true, both);
        Assert.Empty(await Cards.OfAsync(buyer.Customer, default));
        Assert.Equal(1, Happened("payment_method.detached"));
        // Late news of a card that is gone changes nothing.
        Assert.Equal(SyncResult.NotOurs, await Cards.SyncCardAsync(card, default));
        await counter.DeliverAsync();
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_card_of_a_stranger_at_the_same_provider_is_none_of_ours()
    {
        var card = Sandbox.Run(work =>
        {
            var other = work.Put(CustomerObject.New(work.Now));
            var method = PaymentMethodObject.OfCard("4242424242424242", "visa", 12, 2034, PaymentMethodObject.Billing("Eve", "eve@example.org", new() { ["country"] = "FR" }), work.Now);
            method["customer"] = other.Id();
            work.Put(method);
            work.Emit("payment_method.attached", method);
            return method.Id();
        });
        await counter.DeliverAsync();
        Assert.Equal(SyncResult.NotOurs, await Cards.SyncCardAsync(card, default));
        Assert.Equal(0, Happened("customer.updated"));
    }

    /// <summary>The staff's page and the form judge by the same rules.</summary>
    [Theory]
    [InlineData("", "FR", CardConsent.Always, false)]
    [InlineData("postal_code", "FR", CardConsent.Always, false)]
    [InlineData("postal_code", "US", CardConsent.Always, false)]
    [InlineData("email", "FR", CardConsent.Always, false)]
    [InlineData("name", "FR", CardConsent.Always, false)]
    [InlineData("country", "FR", CardConsent.Always, false)]
    [InlineData("", "FR", CardConsent.Limited, false)]
    [InlineData("", "FR", CardConsent.Unspecified, false)]
    [InlineData("", "FR", CardConsent.Always, true)]
    [InlineData("line1", "FR", CardConsent.Always, true)]
    [InlineData("city", "FR", CardConsent.Always, true)]
    [InlineData("postal_code", "DE", CardConsent.Always, true)]
    [InlineData("state", "FR", CardConsent.Always, true)]
    [InlineData("state", "US", CardConsent.Always, true)]
    public async Task Staff_are_told_what_the_form_does(string without, string country, CardConsent consent, bool fullBilling)
    {
        await using var other = new Counter(settings: new() { ["Stripe:BillingAddressCollection"] = fullBilling ? "required" : "auto" });
        var buyer = await other.BuyerAsync();
        var kettle = await other.ProductAsync("Kettle", 3900, stock: 5);
        await AddAsync(buyer, at: other);
        string? Unless(string field, string value) => without == field ? null : value;
        other.Shop.Get<SandboxStore>().Run(work =>
        {
            var card = work.All(PaymentMethodObject.Kind).Single();
            card["allow_redisplay"] = consent.ToString().ToLowerInvariant();
            card["billing_details"] = PaymentMethodObject.Billing(Unless("name", "Ada"), Unless("email", "ada@example.org"), new()
            {
                ["line1"] = Unless("line1", "1 Street"),
                ["city"] = Unless("city", "Town"),
                ["postal_code"] = Unless("postal_code", "12345"),
                ["state"] = Unless("state", "NY"),
                ["country"] = Unless("country", country),
            });
            work.Put(card);
        });
        await other.AddAsync(buyer, kettle);
        var session = (await other.OpenAsync(buyer)).Session.Reference;
        var offered = other.Shop.Get<SandboxStore>().Run(work => SandboxCards.Offered(work, Sessions.Find(work, session)!).Count) == 1;

        var verdict = Assert.Single(other.Shop.Get<CardRules>().Judge(await other.Shop.Get<SavedCards>().OfAsync(buyer.Customer, default)));
        Assert.Equal((offered, offered), (verdict.IsOffered, verdict.IsFilledIn));
    }

    [Fact]
    public void Each_reason_is_said_in_words()
    {
        var card = Card();
        Assert.Equal(
            ["It was saved for one purpose, such as a subscription, without the buyer's consent to show it again.", "Missing from its billing details: email, postal code. The form would have to ask for all of them."],
            Said(card with { Consent = CardConsent.Limited, Billing = card.Billing with { Email = " ", PostalCode = null, Country = "GB" } }));
        Assert.Equal("It came from a wallet such as Apple Pay or Google Pay, which shows its own cards.", Assert.Single(Said(card with { IsWallet = true })));
        Assert.Equal("The buyer hasn't agreed to see it again.", Assert.Single(Said(card with { Consent = CardConsent.Unspecified })));
        var many = CardRules.Default.Judge([.. Enumerable.Range(0, 51).Select(i => card with { Reference = $"pm_{i}" })]);
        Assert.Equal([true, false, false], [many[0].IsFilledIn, many[1].IsFilledIn, many[50].IsOffered]);
        Assert.True(many[49].IsOffered);
    }

    [Fact]
    public void A_wallets_card_is_never_offered_and_no_consent_helps()
    {
        foreach (var consent in Enum.GetValues<CardConsent>())
        {
            var verdict = Assert.Single(new CardRules(Enum.GetValues<CardConsent>(), FullBilling: false).Judge([Card() with { IsWallet = true, Consent = consent }]));
            Assert.Equal((false, false), (verdict.IsOffered, verdict.LacksConsent));
        }
    }

    [Fact]
    public void A_purchase_fills_in_the_newest_card_and_a_subscription_the_default()
    {
        var card = Card();
        SavedCard newest = card with { Reference = "pm_3" }, middle = card with { Reference = "pm_2", IsDefault = true }, oldest = card with { Reference = "pm_1" };
        Assert.Equal(("pm_3", "pm_2"), FilledIn(newest, middle, oldest));
        // A default that the form does not offer is not filled in: the newest is.
        Assert.Equal(("pm_3", "pm_3"), FilledIn(newest, middle with { Consent = CardConsent.Limited }, oldest));
        Assert.Equal(("pm_1", "pm_1"), FilledIn(newest with { IsWallet = true }, middle with { IsWallet = true }, oldest));

        static (string? Purchase, string? Subscription) FilledIn(params SavedCard[] cards)
        {
            var verdicts = CardRules.Default.Judge(cards);
            return (verdicts.SingleOrDefault(v => v.IsFilledIn)?.Card.Reference, verdicts.SingleOrDefault(v => v.IsFilledInForSubscription)?.Card.Reference);
        }
    }

    private static IEnumerable<string> Said(SavedCard card) => CardRules.Default.Judge([card])[0].Against.Select(CardWords.ForStaff);

    [Theory]
    [InlineData("2034-10-01", CardExpiry.Fine)]
    [InlineData("2034-11-01", CardExpiry.Fine)]
    [InlineData("2034-11-02", CardExpiry.Soon)]
    [InlineData("2034-12-31", CardExpiry.Soon)]
    [InlineData("2035-01-01", CardExpiry.Past)]
    public void A_card_is_good_until_the_end_of_its_month(string now, CardExpiry expiry) =>
        Assert.Equal(expiry, Card().ExpiryAt(DateTime.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    private static SavedCard Card() => new()
    {
        Reference = "pm_1",
        Brand = "Visa",
        Last4 = "4242",
        ExpiryMonth = 12,
        ExpiryYear = 2034,
        SavedAt = DateTime.UnixEpoch,
        IsDefault = false,
        Consent = CardConsent.Always,
        IsWallet = false,
        Billing = new CardBilling("Ada", "ada@example.org", "1 Street", "Paris", null, "75018", "FR"),
    };

    private async Task<CardForm> AddAsync(Buyer buyer, string number = "4242424242424242", Counter? at = null)
    {
        var shop = (at ?? counter).Shop;
        var form = await shop.Get<SavedCards>().OpenFormAsync(buyer.Customer, buyer.Email, buyer.BaseUrl, buyer.Locale, default);
        Assert.IsType<CheckoutOutcome.Complete>(await shop.Get<SandboxCheckout>().PayAsync(form.Reference, CheckoutPayment.Card(number) with
        {
            PostalCode = "75018",
            Billing = new(null, "1 Street", null, "Paris", null, "75018", "FR"),
        }));
        return form;
    }

    private async Task BuyAsync(Buyer buyer, VariantId variant, bool save, string number = "4242424242424242")
    {
        await counter.AddAsync(buyer, variant);
        var open = await counter.OpenAsync(buyer);
        Assert.IsType<CheckoutOutcome.Complete>(await counter.Form.PayAsync(open.Session.Reference, CheckoutPayment.Card(number, save) with { Shipping = shipping }));
        await counter.DeliverAsync();
    }

    private List<string> Offered(string session) => Sandbox.Run(work => SandboxCards.Offered(work, Sessions.Find(work, session)!).Select(c => c.Id()).ToList());

    private int Happened(string type) => Sandbox.Run(work => work.All(EventObject.Kind, ("type", type)).Count);
}
