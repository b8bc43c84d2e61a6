using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BlazorShop.Common;
using BlazorShop.Payments.Cards;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Payments.Cards;

/// <summary>The page of a buyer's cards, as a browser without scripts sees it.</summary>
public sealed class CardsPageTests : IAsyncLifetime
{
    private const string Cards = "/Account/Manage/Cards";

    private readonly ShopApp shop = new() { Clock = new FakeTimeProvider(DateTimeOffset.UtcNow) };
    private Visitor ada = null!;

    public async Task InitializeAsync()
    {
        ada = shop.Visit();
        await ada.RegisterAsync("ada@example.org");
    }

    public async Task DisposeAsync()
    {
        ada.Dispose();
        await shop.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_card_the_page_says_how_to_save_one()
    {
        var page = await ada.PageAsync(Cards);
        Assert.Contains("No card yet.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Cards + "/Add", page.QuerySelector("main a.button-primary")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Each_card_says_brand_last_four_expiry_and_default()
    {
        var soon = shop.Time.GetUtcNow().AddDays(20);
        await SaveAsync("ada@example.org", "4242424242424242");
        await SaveAsync("ada@example.org", "5555555555554444", card => card["card"]!["exp_year"] = 2020);
        await SaveAsync("ada@example.org", "378282246310005", card => (card["card"]!["exp_year"], card["card"]!["exp_month"]) = (soon.Year, soon.Month));
        var cards = (await ada.PageAsync(Cards)).QuerySelectorAll("main li.card").Select(Words).ToList();
        Assert.Equal(3, cards.Count);
        Assert.StartsWith(FormattableString.Invariant($"American Express ending in 0005 Expires {soon:MM/yyyy} Offered at checkout Expires soon"), cards[0], StringComparison.Ordinal);
        Assert.StartsWith("Mastercard ending in 4444 Expires 12/2020 Offered at checkout Expired Make default", cards[1], StringComparison.Ordinal);
        Assert.StartsWith("Visa ending in 4242 Expires 12/2034 Default Offered at checkout Remove", cards[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_card_is_made_the_default()
    {
        await SaveAsync("ada@example.org", "4242424242424242");
        await SaveAsync("ada@example.org", "5555555555554444");
        var page = await Visitor.ReadAsync(await ada.FollowAsync(await ada.SubmitAsync(Cards, new Dictionary<string, string>(), "Make default Mastercard ending in 4444")));
        Assert.Contains("Your default card has been changed.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Default", Words(page.QuerySelectorAll("main li.card")[0]), StringComparison.Ordinal);
        Assert.Contains("Make default Visa", Words(page.QuerySelectorAll("main li.card")[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_kept_by_a_subscription_is_offered_once_its_owner_agrees()
    {
        var card = await SaveAsync("ada@example.org", "4242424242424242", kept => kept["allow_redisplay"] = "limited");
        var before = (await ada.PageAsync(Cards)).QuerySelector("main li.card")!;
        Assert.Contains("Not offered at checkout", Words(before), StringComparison.Ordinal);
        Assert.Contains("You saved it for a subscription only.", Words(before), StringComparison.Ordinal);

        var page = await Visitor.ReadAsync(await ada.FollowAsync(await ada.SubmitAsync(Cards, new Dictionary<string, string>(), "Offer at checkout Visa ending in 4242")));

        Assert.Contains("We'll offer this card at checkout.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Not offered", Words(page.QuerySelector("main li.card")!), StringComparison.Ordinal);
        var kept = shop.Get<SandboxStore>().Run(work => work.Find(PaymentMethodObject.Kind, card))!;
        Assert.Equal("always", kept["allow_redisplay"]!.GetValue<string>());
        Assert.NotNull(kept["metadata"]!["redisplay_consent_at"]);
    }

    [Fact]
    public async Task Nobody_agrees_for_somebody_elses_card()
    {
        var card = await SaveAsync("ada@example.org", "4242424242424242", kept => kept["allow_redisplay"] = "limited");
        using var eve = shop.Visit();
        await eve.RegisterAsync("eve@example.org");
        await SaveAsync("eve@example.org", "5555555555554444", kept => kept["allow_redisplay"] = "limited");
        var page = await eve.PageAsync(Cards);
        using var fields = new FormUrlEncodedContent(
            page.QuerySelectorAll<IHtmlInputElement>("main form input").Select(i => KeyValuePair.Create(i.Name!, i.Value)).Append(KeyValuePair.Create("Offer", card)));
        using var forged = await eve.Http.PostAsync(new Uri(Cards, UriKind.Relative), fields);

        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        Assert.Equal(CardConsent.Limited, Assert.Single(await OfAsync("ada@example.org")).Consent);
    }

    [Fact]
    public async Task A_wallets_card_is_said_never_to_be_offered()
    {
        await SaveAsync("ada@example.org", "4242424242424242", kept => kept["card"]!["wallet"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "apple_pay" });
        var page = await ada.PageAsync(Cards);
        Assert.Contains("cards from wallets are never listed there", Words(page.QuerySelector("main li.card")!), StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.StartsWith("Offer at checkout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_is_removed_after_a_question()
    {
        var card = await SaveAsync("ada@example.org", "4242424242424242");
        var list = await ada.PageAsync(Cards);
        var question = list.QuerySelectorAll<IHtmlAnchorElement>("main a").Single(a => Words(a) == "Remove Visa ending in 4242").GetAttribute("href")!;
        Assert.Equal($"{Cards}/{card}/Remove", question);
        var asked = await ada.PageAsync(question);
        Assert.Equal("Remove Visa ending in 4242?", asked.QuerySelector("h1")!.TextContent);
        Assert.Equal(Cards, asked.QuerySelectorAll<IHtmlAnchorElement>("main a").Single(a => Words(a) == "Keep it").GetAttribute("href"));
        Assert.Single(await OfAsync("ada@example.org"));

        var gone = await Visitor.ReadAsync(await ada.FollowAsync(await ada.SubmitAsync(question, new Dictionary<string, string>(), "Remove card")));
        Assert.Contains("Visa ending in 4242 has been removed.", gone.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No card yet.", gone.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var again = await ada.GetAsync(question);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Somebody_elses_card_is_not_found()
    {
        using var eve = shop.Visit();
        await eve.RegisterAsync("eve@example.org");
        await SaveAsync("eve@example.org", "5555555555554444");
        var card = await SaveAsync("ada@example.org", "4242424242424242");
        foreach (var path in new[] { $"{Cards}/{card}/Remove", $"{Cards}/pm_nothing/Remove", $"{Cards}/Added?session_id=cs_test_nothing", $"{Cards}/Added" })
        {
            using var answer = await eve.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} answered {(int)answer.StatusCode}.");
        }

        // Forged: her own form, with the other's card.
        await SaveAsync("eve@example.org", "4242424242424242");
        using var forged = await eve.SubmitAsync(Cards, new Dictionary<string, string> { ["Card"] = card }, "Make default Visa ending in 4242");
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        var own = (await OfAsync("eve@example.org"))[0].Reference;
        var (foreign, mine) = (await PostRemovalAsync(eve, own, to: card), await PostRemovalAsync(eve, own, to: own));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Redirect), (foreign, mine));
        Assert.Single(await OfAsync("ada@example.org"));
        Assert.Single(await OfAsync("eve@example.org"));
    }

    [Fact]
    public async Task A_second_click_on_a_card_that_is_gone_finds_nothing()
    {
        var card = await SaveAsync("ada@example.org", "4242424242424242");
        await SaveAsync("ada@example.org", "5555555555554444");
        var page = await ada.PageAsync($"{Cards}/{card}/Remove");
        Assert.Equal(HttpStatusCode.Redirect, await PostAsync(ada, page, $"{Cards}/{card}/Remove"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(ada, page, $"{Cards}/{card}/Remove"));
        Assert.Single(await OfAsync("ada@example.org"));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_and_nothing_is_lost()
    {
        var card = await SaveAsync("ada@example.org", "4242424242424242");
        shop.Turn(Switches.ApiDown, on: true);
        foreach (var path in new[] { Cards, $"{Cards}/{card}/Remove" })
        {
            var page = await ada.PageAsync(path);
            Assert.Contains("right now.", page.QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll("main form"));
        }

        shop.Turn(Switches.ApiDown, on: false);
        Assert.Single((await ada.PageAsync(Cards)).QuerySelectorAll("main li.card"));
    }

    [Fact]
    public async Task A_stranger_logs_in_first()
    {
        using var stranger = shop.Visit();
        foreach (var path in new[] { Cards, Cards + "/Add", Cards + "/Added", Cards + "/pm_1/Remove" })
        {
            using var answer = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_way_back_says_what_came_of_the_form()
    {
        var form = await shop.Get<SavedCards>().OpenFormAsync(await CustomerAsync("ada@example.org"), "ada@example.org", "http://localhost/", "en", default);
        var left = await ada.PageAsync($"{Cards}/Added?session_id={form.Reference}");
        Assert.Contains("The card was not saved.", left.QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);

        await shop.Get<SandboxCheckout>().PayAsync(form.Reference, CheckoutPayment.Card("4242424242424242"));
        var saved = await ada.PageAsync($"{Cards}/Added?session_id={form.Reference}");
        Assert.Contains("Your card is saved.", saved.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(saved.QuerySelectorAll("main li.card"));
    }

    private async Task<string> SaveAsync(string email, string number, Action<System.Text.Json.Nodes.JsonObject>? change = null)
    {
        var customer = await CustomerAsync(email);
        var form = await shop.Get<SavedCards>().OpenFormAsync(customer, email, "http://localhost/", "en", default);
        Assert.IsType<CheckoutOutcome.Complete>(await shop.Get<SandboxCheckout>().PayAsync(
            form.Reference, CheckoutPayment.Card(number) with { Cvc = number.StartsWith('3') ? "1234" : "123" }));
        var card = (await shop.Get<SavedCards>().ReturnAsync(customer, form.Reference, default))!.Card!;
        shop.Get<SandboxStore>().Run(work =>
        {
            var known = work.Find(PaymentMethodObject.Kind, card)!;
            change?.Invoke(known);
            work.Put(known);
        });
        return card;
    }

    private static async Task<HttpStatusCode> PostRemovalAsync(Visitor visitor, string asked, string to) =>
        await PostAsync(visitor, await visitor.PageAsync($"{Cards}/{asked}/Remove"), $"{Cards}/{to}/Remove");

    private static async Task<HttpStatusCode> PostAsync(Visitor visitor, IHtmlDocument page, string to)
    {
        using var fields = new FormUrlEncodedContent(
            page.QuerySelectorAll<IHtmlInputElement>("main form input").Select(i => KeyValuePair.Create(i.Name!, i.Value)));
        using var answer = await visitor.Http.PostAsync(new Uri(to, UriKind.Relative), fields);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<SavedCard>> OfAsync(string email) => await shop.Get<SavedCards>().OfAsync(await CustomerAsync(email), default);

    private async Task<CustomerId> CustomerAsync(string email)
    {
        await using var db = shop.Db();
        var user = await db.Users.SingleAsync(u => u.Email == email);
        return (await db.Customers.SingleAsync(c => c.UserId == user.Id)).Id;
    }

    private static string Words(IElement element) => string.Join(' ', element.Descendants<IText>().SelectMany(t => t.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
