using System.Net;
using System.Text.RegularExpressions;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Payments;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Architecture;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Payments;

/// <summary>The provider's form looks and speaks like the page it stands in.</summary>
public sealed partial class PaymentLookTests
{
    private static readonly string css = File.ReadAllText(Path.Combine(Repository.Folder, "BlazorShop", "wwwroot", "app.css"));

    [Fact]
    public void The_look_of_a_payment_form_is_that_of_the_stylesheet()
    {
        var look = PaymentLook.Of(new ShopOptions { Name = "Kiosk" }, FormSettings.Default)!;
        Assert.Equal(("Kiosk", Value("accent"), Value("surface"), Corners.Rounded), (look.Name, look.Button, look.Background, look.Corners));
        Assert.NotEqual("0", Value("radius"));
        Assert.Contains(look.Font, Value("sans"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_form_gets_the_shops_look_settings_and_the_pages_language()
    {
        await using var counter = new Counter(settings: new()
        {
            ["Shop:Name"] = "Kiosk",
            ["Stripe:AllowRedisplayFilters"] = "always, limited",
            ["Stripe:BillingAddressCollection"] = "required",
        });
        var (buyer, _, _) = await counter.AtFormAsync();
        await counter.Shop.Get<BlazorShop.Payments.Cards.SavedCards>().OpenFormAsync(buyer.Customer, buyer.Email, buyer.BaseUrl, PageLanguage.Tag, default);

        var sessions = counter.Shop.Get<SandboxStore>().Run(work => work.All(SessionObject.Kind));
        Assert.Equal(["setup", "payment"], sessions.Select(s => s.Text("mode")));
        foreach (var session in sessions)
        {
            var branding = session.Object("branding_settings")!;
            Assert.Equal(("Kiosk", "#2f5d4f", "#ffffff", "rounded", "roboto"), (branding.Text("display_name"), branding.Text("button_color"),
                branding.Text("background_color"), branding.Text("border_style"), branding.Text("font_family")));
            Assert.Equal(("en", "required"), (session.Text("locale"), session.Text("billing_address_collection")));
        }

        Assert.Equal("""["always","limited"]""", sessions[1].Object("saved_payment_method_options")!["allow_redisplay_filters"]!.ToJsonString());
    }

    [Fact]
    public async Task A_request_from_before_the_settings_is_sent_again_as_it_was()
    {
        await using var counter = new Counter();
        await counter.AtFormAsync();
        var request = PaymentRequest.FromJson((await counter.PaymentsAsync()).Single().Request);
        Assert.Equal(request.ToJson(), PaymentRequest.FromJson(request.ToJson()).ToJson());
        var older = PaymentRequest.FromJson((request with { Cards = null, Look = null, AdaptivePricing = null, StatementSuffix = null }).ToJson());
        var gateway = counter.Shop.Get<IPaymentGateway>();
        var customer = (await counter.PaymentsAsync()).Single().CustomerReference!;
        var first = await gateway.CreateSessionAsync(older, customer, "older", default);
        Assert.Equal(first.Reference, (await gateway.CreateSessionAsync(PaymentRequest.FromJson(older.ToJson()), customer, "older", default)).Reference);
        var session = counter.Shop.Get<SandboxStore>().Run(work => work.Find(SessionObject.Kind, first.Reference))!;
        Assert.False(session.ContainsKey("branding_settings"));
        Assert.Null(session["billing_address_collection"]);
    }

    [Fact]
    public async Task Members_that_a_stored_request_does_not_know_are_not_sent()
    {
        await using var counter = new Counter();
        await counter.AtFormAsync();
        var json = System.Text.Json.Nodes.JsonNode.Parse((await counter.PaymentsAsync()).Single().Request)!.AsObject();
        foreach (var newer in new[] { "AdaptivePricing", "StatementSuffix", "Look", "Cards", "Until" })
            Assert.True(json.Remove(newer), newer);
        Assert.True(json["Lines"]![0]!.AsObject().Remove("Picture"));

        var options = BlazorShop.Payments.StripeGateway.StripeSessions.ToOptions(PaymentRequest.FromJson(json.ToJsonString()), "cus_1");

        Assert.Null(options.AdaptivePricing);
        Assert.Null(options.BrandingSettings);
        Assert.Null(options.PaymentIntentData.StatementDescriptorSuffix);
        Assert.Null(options.LineItems[0].PriceData.ProductData.Images);
    }

    [Fact]
    public async Task The_accounts_own_look_is_left_alone_where_the_settings_say_so()
    {
        await using var counter = new Counter(settings: new() { ["Stripe:Branding"] = "Account" });
        var (buyer, _, _) = await counter.AtFormAsync();
        await counter.Shop.Get<BlazorShop.Payments.Cards.SavedCards>().OpenFormAsync(buyer.Customer, buyer.Email, buyer.BaseUrl, PageLanguage.Tag, default);

        Assert.All(counter.Shop.Get<SandboxStore>().Run(work => work.All(SessionObject.Kind)), s => Assert.False(s.ContainsKey("branding_settings")));
    }

    [Fact]
    public async Task A_purchase_says_its_number_its_pictures_the_logo_and_whether_other_currencies_are_shown()
    {
        await using var counter = new Counter(settings: new()
        {
            ["Shop:PublicUrl"] = "https://shop.example",
            ["Stripe:Logo"] = "https://shop.example/logo.png",
            ["Stripe:AdaptivePricing"] = "true",
        });
        var open = (await counter.AtFormAsync()).Form;
        var request = PaymentRequest.FromJson((await counter.PaymentsAsync()).Single().Request);

        Assert.Equal((open.OrderNumber, true, "https://shop.example/img/products/none.svg"), (request.StatementSuffix, request.AdaptivePricing, request.Lines[0].Item.Picture));
        Assert.True(request.StatementSuffix!.Length <= 22);
        var options = BlazorShop.Payments.StripeGateway.StripeSessions.ToOptions(request, "cus_1");
        Assert.Equal(("url", "https://shop.example/logo.png"), (options.BrandingSettings.Logo.Type, options.BrandingSettings.Logo.Url));
        Assert.Equal([request.Lines[0].Item.Picture!], options.LineItems[0].PriceData.ProductData.Images);
        var session = counter.Shop.Get<SandboxStore>().Run(work => work.Find(SessionObject.Kind, open.Session.Reference))!;
        Assert.Equal("https://shop.example/logo.png", session.Object("branding_settings")!.Object("logo")!.Text("url"));
    }

    [Fact]
    public async Task The_form_that_changes_a_subscriptions_card_is_like_the_one_that_began_it()
    {
        await using var ada = await Subscriptions.Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        var form = await ada.Service.OpenCardFormAsync(ada.Buyer.Customer, subscription.Id, "http://localhost", PageLanguage.Tag, default);

        var (changes, began) = ada.Shop.Get<SandboxStore>().Run(work => (work.Find(SessionObject.Kind, form!.Reference)!, work.All(SessionObject.Kind).Single(s => s.Text("mode") == "subscription")));
        Assert.Equal(began["branding_settings"]!.ToJsonString(), changes["branding_settings"]!.ToJsonString());
        Assert.Equal((began.Text("locale"), began.Text("billing_address_collection")), (changes.Text("locale"), changes.Text("billing_address_collection")));
        Assert.Equal((long)FormTimes.Lifetime.TotalSeconds, changes["expires_at"]!.GetValue<long>() - ada.Counter.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.Null(began["payment_intent_data"]);
    }

    /// <summary>Whatever a browser or the server's own settings prefer: the page is in one language, and the form with it.</summary>
    [Theory]
    [InlineData("/checkout")]
    [InlineData("/Account/Manage/Cards/Add")]
    public async Task A_page_with_a_form_says_its_language_and_stands_in_no_frame(string path)
    {
        await using var shop = new ShopApp();
        using var visitor = shop.Visit();
        await visitor.RegisterAsync("ada@example.org");
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de,fr;q=0.5");
        using var answer = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(PageLanguage.Tag, (await Visitor.ReadAsync(answer)).DocumentElement.GetAttribute("lang"));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private static string Value(string property) => Declaration().Matches(css).First(m => m.Groups[1].Value == property).Groups[2].Value.Trim();

    [GeneratedRegex(@"--([\w-]+):\s*([^;]+);")]
    private static partial Regex Declaration();
}
