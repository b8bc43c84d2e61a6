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
    public void The_look_is_that_of_the_stylesheet()
    {
        var look = PaymentLook.Of(new ShopOptions { Name = "Kiosk" });
        Assert.Equal(("Kiosk", Value("accent"), Value("surface"), FormCorners.Rounded), (look.Name, look.Button, look.Background, look.Corners));
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
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ShelfAsync("Kettle", 3900, stock: 5));
        await counter.OpenAsync(buyer);
        await counter.Shop.Get<BlazorShop.Payments.Cards.CardDesk>().OpenFormAsync(buyer.Customer, buyer.Email, buyer.BaseUrl, PageLanguage.Tag, default);

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
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ShelfAsync("Kettle", 3900, stock: 5));
        await counter.OpenAsync(buyer);
        var request = PaymentRequest.FromJson((await counter.PaymentsAsync()).Single().Request);
        Assert.Equal(request.ToJson(), PaymentRequest.FromJson(request.ToJson()).ToJson());
        var older = PaymentRequest.FromJson((request with { Cards = null, Look = null }).ToJson());
        var gateway = counter.Shop.Get<IPaymentGateway>();
        var customer = (await counter.PaymentsAsync()).Single().CustomerReference!;
        var first = await gateway.CreateSessionAsync(older, customer, "older", default);
        Assert.Equal(first.Reference, (await gateway.CreateSessionAsync(PaymentRequest.FromJson(older.ToJson()), customer, "older", default)).Reference);
        var session = counter.Shop.Get<SandboxStore>().Run(work => work.Find(SessionObject.Kind, first.Reference))!;
        Assert.False(session.ContainsKey("branding_settings"));
        Assert.Null(session["billing_address_collection"]);
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
