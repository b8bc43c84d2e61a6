using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>Stripe's conditions for filling in what it knows of a returning buyer, each held and each broken.</summary>
public sealed class CardPrefillTests : IAsyncLifetime
{
    private SandboxHost host = null!;
    private Customer customer = null!;

    public async Task InitializeAsync()
    {
        host = await SandboxHost.StartAsync();
        customer = await host.CustomerAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_payment_offers_the_newest_card_first_and_a_subscription_the_default()
    {
        var old = await SaveAsync("4242424242424242");
        var newest = await SaveAsync("5555555555554444");
        Assert.Equal([newest, old], Offered(await SessionAsync()));
        Assert.Equal([newest, old], Offered(await SessionAsync(), mode: "subscription"));

        await host.Stripe.V1.Customers.UpdateAsync(customer.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = old } });
        Assert.Equal([newest, old], Offered(await SessionAsync()));
        Assert.Equal([old, newest], Offered(await SessionAsync(), mode: "subscription"));

        // A default that may not be shown is passed over.
        await host.Stripe.V1.PaymentMethods.UpdateAsync(old, new() { AllowRedisplay = "limited" });
        Assert.Equal([newest], Offered(await SessionAsync(), mode: "subscription"));
    }

    [Fact]
    public async Task Setting_up_a_card_begins_with_an_empty_form()
    {
        await SaveAsync();
        var setup = await SessionAsync(o => { o.Mode = "setup"; o.Currency = "eur"; o.LineItems = null; o.PaymentIntentData = null; o.SavedPaymentMethodOptions = null; });
        Assert.Empty(Offered(setup));
        Assert.Null((await ViewAsync(setup))["billing"]);
        Assert.Single(Offered(await SessionAsync()));
    }

    [Theory]
    [InlineData("always", null, true)]
    [InlineData("limited", null, false)]
    [InlineData("unspecified", null, false)]
    [InlineData("always", "always,limited", true)]
    [InlineData("limited", "always,limited", true)]
    [InlineData("unspecified", "always,limited", false)]
    [InlineData("unspecified", "unspecified", true)]
    [InlineData("always", "limited", false)]
    public async Task Consent_decides_and_filters_replace_what_is_let_in(string consent, string? filters, bool offered)
    {
        await host.Stripe.V1.PaymentMethods.UpdateAsync(await SaveAsync(), new() { AllowRedisplay = consent });
        var session = await SessionAsync(o => o.SavedPaymentMethodOptions.AllowRedisplayFilters = filters?.Split(',').ToList());
        Assert.Equal(offered, Offered(session).Count == 1);
    }

    [Theory]
    [InlineData("auto", "FR", "", true)]
    [InlineData("auto", "FR", "email", false)]
    [InlineData("auto", "FR", "name", false)]
    [InlineData("auto", "FR", "country", false)]
    [InlineData("auto", "FR", "postal_code,line1,city,state", true)]
    [InlineData("auto", "US", "line1,city,state", true)]
    [InlineData("auto", "US", "postal_code", false)]
    [InlineData("auto", "CA", "postal_code", false)]
    [InlineData("auto", "GB", "postal_code", false)]
    [InlineData("required", "FR", "state", true)]
    [InlineData("required", "FR", "email", false)]
    [InlineData("required", "FR", "name", false)]
    [InlineData("required", "FR", "country", false)]
    [InlineData("required", "FR", "line1", false)]
    [InlineData("required", "FR", "city", false)]
    [InlineData("required", "FR", "postal_code", false)]
    [InlineData("required", "US", "", true)]
    [InlineData("required", "US", "state", false)]
    public async Task Billing_details_must_hold_what_the_form_would_ask_for(string collection, string country, string without, bool offered)
    {
        var lacks = without.Split(',');
        string? Unless(string field, string value) => lacks.Contains(field) ? null : value;
        Edit(await SaveAsync(), card => card["billing_details"] = PaymentMethodObject.Billing(Unless("name", "Jenny Rosen"), Unless("email", "jenny@example.com"), new JsonObject
        {
            ["line1"] = Unless("line1", "1 Street"),
            ["city"] = Unless("city", "Town"),
            ["postal_code"] = Unless("postal_code", "12345"),
            ["state"] = Unless("state", "NY"),
            ["country"] = Unless("country", country),
        }));
        Assert.Equal(offered, Offered(await SessionAsync(o => o.BillingAddressCollection = collection)).Count == 1);
    }

    [Fact]
    public async Task Only_cards_are_offered_and_none_of_a_wallet()
    {
        var card = await SaveAsync();
        Assert.Equal([card], Offered(await SessionAsync()));
        Edit(card, known => known["card"]!["wallet"] = Json.Parse("""{ "type": "apple_pay" }"""));
        Assert.Empty(Offered(await SessionAsync()));
        host.Store.Run(work =>
        {
            var debit = PaymentMethodObject.OfBank("DE89370400440532013000", "sepa_debit", PaymentMethodObject.Billing("Jenny Rosen", "jenny@example.com", new() { ["country"] = "DE" }), work.Now);
            debit["customer"] = customer.Id;
            debit["allow_redisplay"] = "always";
            work.Put(debit);
        });
        Assert.Empty(Offered(await SessionAsync()));
    }

    [Fact]
    public async Task The_form_fills_in_email_name_card_billing_and_shipping_for_half_an_hour()
    {
        await host.Stripe.V1.Customers.UpdateAsync(customer.Id, new()
        {
            Shipping = new() { Name = "Jenny Rosen", Address = new() { Line1 = "2 Street", City = "Lyon", PostalCode = "69001", Country = "FR" } },
        });
        await SaveAsync(change: card => card with { Country = "US", PostalCode = "94103" });
        var session = await SessionAsync(o => o.ShippingAddressCollection = new() { AllowedCountries = ["FR", "DE"] });

        host.Clock.Advance(SandboxCards.PrefillEnds - TimeSpan.FromSeconds(1));
        var view = await ViewAsync(session);
        Assert.Equal(("jenny@example.com", true), (view["email"]!.GetValue<string>(), view["email_locked"]!.GetValue<bool>()));
        Assert.Equal(("Jenny Rosen", "US", "94103"), Billing(view["billing"]!));
        var card = Assert.Single(view["saved"]!.AsArray())!;
        Assert.Equal(("visa", "4242", "12 / 34"), (card["brand"]!.GetValue<string>(), card["last4"]!.GetValue<string>(), card["expires"]!.GetValue<string>()));
        Assert.Equal(("Jenny Rosen", "US", "94103"), Billing(card["billing"]!));
        Assert.Equal(("Jenny Rosen", "2 Street"), (view["shipping"]!["name"]!.GetValue<string>(), view["shipping"]!["address"]!["line1"]!.GetValue<string>()));

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        view = await ViewAsync(session);
        Assert.Empty(view["saved"]!.AsArray());
        Assert.Null(view["billing"]);
        Assert.Null(view["shipping"]!["address"]);
        Assert.Equal("open", view["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("FR", true)]
    [InlineData("JP", false)]
    public async Task A_shipping_address_is_filled_in_where_the_shop_ships_to(string country, bool filled)
    {
        await host.Stripe.V1.Customers.UpdateAsync(customer.Id, new()
        {
            Shipping = new() { Name = "Jenny Rosen", Address = new() { Line1 = "2 Street", City = "Town", PostalCode = "69001", Country = country } },
        });
        await SaveAsync();
        var view = await ViewAsync(await SessionAsync(o => o.ShippingAddressCollection = new() { AllowedCountries = ["FR", "DE"] }));
        Assert.Equal(filled, view["shipping"]!["address"] is not null);
        Assert.Single(view["saved"]!.AsArray());
    }

    [Fact]
    public async Task A_default_is_a_card_of_the_customers_own_and_goes_with_it()
    {
        var card = await SaveAsync();
        var stranger = await host.CustomerAsync("eve@example.com");
        var refused = await Assert.ThrowsAsync<StripeException>(() =>
            host.Stripe.V1.Customers.UpdateAsync(stranger.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = card } }));
        Assert.Equal("invoice_settings[default_payment_method]", refused.StripeError.Param);

        await host.Stripe.V1.Customers.UpdateAsync(customer.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = card } });
        Assert.Equal(card, (await host.Stripe.V1.Customers.GetAsync(customer.Id)).InvoiceSettings.DefaultPaymentMethodId);
        await host.Stripe.V1.PaymentMethods.DetachAsync(card);
        Assert.Null((await host.Stripe.V1.Customers.GetAsync(customer.Id)).InvoiceSettings.DefaultPaymentMethodId);
        Assert.Equal(["payment_method.detached", "customer.updated"], (await host.HappenedAsync())[^2..]);
    }

    [Fact]
    public async Task The_form_takes_the_shops_look_and_refuses_a_colour_that_is_none()
    {
        var session = await SessionAsync(o => o.BrandingSettings = new() { ButtonColor = "#2f5d4f", BorderStyle = "pill" });
        Assert.Equal(("#2f5d4f", "pill", "#ffffff", "default"),
            (session.BrandingSettings.ButtonColor, session.BrandingSettings.BorderStyle, session.BrandingSettings.BackgroundColor, session.BrandingSettings.FontFamily));
        Assert.Equal("#2f5d4f", (await ViewAsync(session))["branding"]!["button_color"]!.GetValue<string>());
        Assert.Null((await ViewAsync(await SessionAsync()))["branding"]);
        var refused = await Assert.ThrowsAsync<StripeException>(() => SessionAsync(o => o.BrandingSettings = new() { ButtonColor = "green" }));
        Assert.Equal("branding_settings[button_color]", refused.StripeError.Param);
        await Assert.ThrowsAsync<StripeException>(() => SessionAsync(o => o.BrandingSettings = new() { FontFamily = "comic_sans" }));
    }

    private static (string, string, string) Billing(JsonNode details) =>
        (details["name"]!.GetValue<string>(), details["address"]!["country"]!.GetValue<string>(), details["address"]!["postal_code"]!.GetValue<string>());

    private Task<Session> SessionAsync(Action<SessionCreateOptions>? more = null) => host.SessionAsync(o =>
    {
        o.CustomerEmail = null;
        o.Customer = customer.Id;
        o.SavedPaymentMethodOptions = new() { PaymentMethodSave = "enabled" };
        more?.Invoke(o);
    });

    private async Task<string> SaveAsync(string number = "4242424242424242", Func<CheckoutPayment, CheckoutPayment>? change = null)
    {
        var card = CheckoutPayment.Card(number, save: true);
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.PayAsync((await SessionAsync()).Id, change?.Invoke(card) ?? card));
        return (await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id)).First().Id;
    }

    private void Edit(string card, Action<JsonObject> change) => host.Store.Run(work =>
    {
        var known = work.Find(PaymentMethodObject.Kind, card)!;
        change(known);
        work.Put(known);
    });

    private List<string> Offered(Session session, string? mode = null) => host.Store.Run(work =>
    {
        var known = Sessions.Find(work, session.Id)!;
        known["mode"] = mode ?? known.Text("mode");
        return SandboxCards.Offered(work, known).Select(card => card.Id()).ToList();
    });

    private async Task<JsonObject> ViewAsync(Session session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sandbox/checkout/{session.Id}/state");
        request.Headers.Add("X-Checkout-Client-Secret", session.ClientSecret);
        using var answer = await host.Http.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
