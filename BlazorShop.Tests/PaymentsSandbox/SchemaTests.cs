using System.Net;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Checkout;
using Stripe;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>The sandbox says what Stripe's own specification says.</summary>
public sealed class SchemaTests
{
    [StripeSpecFact]
    public async Task Every_answer_has_the_shape_that_stripe_documents()
    {
        await using var host = await SandboxHost.StartAsync();
        var spec = new StripeSpec();
        await LiveALittleAsync(host);

        var problems = new SortedSet<string>();
        foreach (var (list, schema) in new[]
        {
            ("customers", "customer"), ("checkout/sessions", "checkout.session"), ("payment_intents", "payment_intent"), ("charges", "charge"),
            ("refunds", "refund"), ("disputes", "dispute"), ("subscriptions", "subscription"), ("invoices", "invoice"), ("events", "event"),
        })
        {
            var answer = await GetAsync(host, $"{list}?limit=100{(list == "subscriptions" ? "&status=all" : "")}");
            problems.UnionWith(spec.ProblemsOfList($"/v1/{list}", answer));
            foreach (var item in answer["data"]!.AsArray())
            {
                var single = await GetAsync(host, $"{list}/{item!["id"]}");
                problems.UnionWith(spec.Problems(schema, single));
                if (schema == "event")
                    problems.UnionWith(spec.Problems(single["data"]!["object"]!["object"]!.GetValue<string>(), single["data"]!["object"]));
            }
            Assert.NotEmpty(answer["data"]!.AsArray());
        }

        var customer = (await GetAsync(host, "customers"))["data"]![0]!["id"]!;
        problems.UnionWith(spec.ProblemsOfList("/v1/customers/{id}/payment_methods", await GetAsync(host, $"customers/{customer}/payment_methods")));
        problems.UnionWith(spec.ProblemsOfList("/v1/payment_methods", await GetAsync(host, $"payment_methods?customer={customer}")));
        problems.UnionWith(spec.ProblemsOfList("/v1/invoice_payments", await GetAsync(host, "invoice_payments?limit=100")));
        foreach (var invoice in (await GetAsync(host, "invoices"))["data"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()))
            problems.UnionWith(spec.Problems("invoice", await GetAsync(host, $"invoices/{invoice}?expand[]=payments&expand[]=customer")));
        foreach (var subscription in (await GetAsync(host, "subscriptions?status=all"))["data"]!.AsArray().Select(s => s!["id"]!.GetValue<string>()))
            problems.UnionWith(spec.Problems("subscription", await GetAsync(host, $"subscriptions/{subscription}?expand[]=default_payment_method&expand[]=latest_invoice.payments")));
        problems.UnionWith(spec.Problems("balance", await GetAsync(host, "balance")));
        foreach (var session in (await GetAsync(host, "checkout/sessions"))["data"]!.AsArray().Select(s => s!["id"]!.GetValue<string>()))
        {
            var expanded = "expand[]=line_items.data.price.product&expand[]=payment_intent.latest_charge.refunds&expand[]=payment_intent.latest_charge.balance_transaction&expand[]=payment_intent.payment_method"
                + "&expand[]=customer&expand[]=setup_intent&expand[]=invoice.payments&expand[]=subscription.default_payment_method";
            problems.UnionWith(spec.Problems("checkout.session", await GetAsync(host, $"checkout/sessions/{session}?{expanded}")));
            problems.UnionWith(spec.ProblemsOfList("/v1/checkout/sessions/{id}/line_items", await GetAsync(host, $"checkout/sessions/{session}/line_items")));
        }
        foreach (var charge in (await GetAsync(host, "charges?limit=100"))["data"]!.AsArray().Where(c => c!["paid"]!.GetValue<bool>()))
            problems.UnionWith(spec.Problems("balance_transaction", await GetAsync(host, $"balance_transactions/{charge!["balance_transaction"]}")));
        problems.UnionWith(spec.Problems("error", await GetAsync(host, "customers/cus_none", HttpStatusCode.NotFound)));
        problems.UnionWith(spec.Problems("error", await GetAsync(host, "nothing", HttpStatusCode.NotFound)));
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [StripeSpecFact]
    public void The_validator_notices_what_is_missing_wrong_or_unknown()
    {
        var refund = JsonNode.Parse("""{ "object": "refund", "id": 7, "amount": null, "colour": "red" }""");
        var problems = new StripeSpec().Problems("refund", refund);
        Assert.Contains("refund.id is Number, not string", problems);
        Assert.Contains("refund.amount must not be null", problems);
        Assert.Contains("refund.currency is missing", problems);
        Assert.Contains("refund.colour is unknown to Stripe", problems);
    }

    [StripeSpecFact]
    public async Task Every_event_is_of_a_type_that_stripe_has()
    {
        await using var host = await SandboxHost.StartAsync();
        await LiveALittleAsync(host);
        Assert.Empty((await host.HappenedAsync()).Except(new StripeSpec().EventTypes()));
    }

    [StripeSpecFact]
    public void Every_operation_takes_the_parameters_that_stripe_takes_and_no_others()
    {
        var spec = new StripeSpec();
        var differences = new List<string>();
        foreach (var operation in SandboxApi.Operations.Where(o => o.Method != "DELETE"))
        {
            var path = $"/v1/{operation.Path}";
            var documented = operation.Method == "POST" ? spec.BodyParameters(path) : spec.QueryParameters(path);
            // What the shape calls "any" is looked at no closer.
            var closed = operation.Shape.All.Where(p => p.Type is "any" or "map").Select(p => p.Path + "[").ToList();
            var taken = operation.Shape.All.ToDictionary(p => p.Path);
            differences.AddRange(taken.Keys.Except(documented.Keys).Where(name => operation.Method == "POST" || !name.Contains('[', StringComparison.Ordinal)).Select(name => $"{operation.Method} {path} must not take {name}"));
            differences.AddRange(documented.Keys.Except(taken.Keys).Where(name => !closed.Exists(c => name.StartsWith(c, StringComparison.Ordinal)))
                .Select(name => $"{operation.Method} {path} must take {name}"));
            foreach (var (name, (required, values, description)) in documented.Where(p => operation.Method == "POST" && taken.ContainsKey(p.Key)))
            {
                var mine = taken[name];
                if (mine.Required != required)
                    differences.Add($"{operation.Method} {path} must {(required ? "" : "not ")}ask for {name}");
                if (mine.Type is not "any" and not "destination" && values is not null && mine.Type != string.Join('|', values.Order(StringComparer.Ordinal)))
                    differences.Add($"{operation.Method} {path} must take {string.Join('|', values)} as {name}, not {mine.Type}");
                var code = description.Contains("ISO currency code", StringComparison.Ordinal) ? "currency" : description.Contains("wo-letter country code", StringComparison.Ordinal) ? "country" : null;
                if (code is not null && values is null && mine.Type != code && mine.Type != "map")
                    differences.Add($"{operation.Method} {path} must take a {code} as {name}");
            }
        }
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static async Task LiveALittleAsync(SandboxHost host)
    {
        var customer = await host.Stripe.V1.Customers.CreateAsync(new CustomerCreateOptions
        {
            Email = "jenny@example.com",
            Name = "Jenny Rosen",
            Address = new() { Line1 = "1 Street", City = "Lyon", PostalCode = "69000", Country = "FR" },
            Shipping = new() { Name = "Jenny Rosen", Address = new() { Line1 = "1 Street", City = "Lyon", PostalCode = "69000", Country = "FR" } },
            Metadata = new() { ["user"] = "7" },
        });
        foreach (var payment in new[]
        {
            CheckoutPayment.Card("4242424242424242", save: true), CheckoutPayment.Card("4000000000000002"), CheckoutPayment.Card("4000002760003184"),
            CheckoutPayment.Card("4000000000000259"), CheckoutPayment.Card("4000000000001976"), CheckoutPayment.Card("4000000000007726"),
            CheckoutPayment.Card("4000000000005126"), CheckoutPayment.Bank("000111111116"), CheckoutPayment.Bank("DE89370400440532013000"),
        })
        {
            var session = await host.SessionAsync(o =>
            {
                o.CustomerEmail = null;
                o.Customer = customer.Id;
                o.CustomerUpdate = new() { Address = "auto", Name = "auto", Shipping = "auto" };
                o.SavedPaymentMethodOptions = new() { PaymentMethodSave = "enabled" };
                o.ShippingAddressCollection = new() { AllowedCountries = ["FR", "DE"] };
                o.ShippingOptions = [new() { ShippingRateData = new() { Type = "fixed_amount", DisplayName = "Post", FixedAmount = new() { Amount = 490, Currency = "eur" } } }];
                o.BillingAddressCollection = "auto";
                o.CustomText = new() { Submit = new() { Message = "Thank you" } };
                o.Locale = "en";
                o.BrandingSettings = new() { DisplayName = "Kiosk", ButtonColor = "#2f5d4f", BorderStyle = "rounded", FontFamily = "roboto" };
            });
            await host.Buyer.PayAsync(session.Id, payment with { Shipping = new("Jenny Rosen", "2 Street", null, "Lyon", null, "69001", "FR") });
        }
        var setup = await host.SessionAsync(o => { o.Mode = "setup"; o.Currency = "eur"; o.LineItems = null; o.PaymentIntentData = null; o.CustomerEmail = null; o.Customer = customer.Id; });
        await host.Buyer.PayAsync(setup.Id, CheckoutPayment.Card("4242424242424242"));
        await SubscribeALittleAsync(host, customer.Id);
        await host.SessionAsync(o => o.LineItems = [new() { Quantity = 1, PriceData = new() { Currency = "usd", UnitAmount = 900, ProductData = new() { Name = "Book" } } }]);
        foreach (var charge in (await host.Stripe.V1.Charges.ListAsync(new() { Limit = 100 })).Where(c => c.Paid && !c.Disputed))
            await host.Stripe.V1.Refunds.CreateAsync(new() { Charge = charge.Id, Amount = 100 });
        foreach (var dispute in await host.Stripe.V1.Disputes.ListAsync())
            host.Store.Run(work => Disputes.Close(work, dispute.Id, won: true));
        var card = (await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id)).First();
        await host.Stripe.V1.PaymentMethods.UpdateAsync(card.Id, new() { AllowRedisplay = "always" });
        await host.Stripe.V1.Customers.UpdateAsync(customer.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = card.Id } });
        await host.Stripe.V1.PaymentMethods.DetachAsync(card.Id);
        await host.PassAsync(TimeSpan.FromMinutes(3));
        await host.Stripe.V1.Checkout.Sessions.ExpireAsync((await host.Stripe.V1.Checkout.Sessions.ListAsync(new() { Status = "open" })).First().Id);
    }

    /// <summary>One that is paused, declined, paid by another card, cancelled at the end; one that is stopped and ended.</summary>
    private static async Task SubscribeALittleAsync(SandboxHost host, string customer)
    {
        var first = await host.SubscribeAsync(customer, CheckoutPayment.Card("4242424242424242"));
        var second = await host.SubscribeAsync(customer, CheckoutPayment.Card("4242424242424242"));
        var subscriptions = host.Stripe.V1.Subscriptions;
        await subscriptions.UpdateAsync(first, new() { PauseCollection = new() { Behavior = "void" } });
        host.Turn("renew", first);
        var resume = new SubscriptionUpdateOptions();
        resume.AddExtraParam("pause_collection", "");
        await subscriptions.UpdateAsync(first, resume);
        var bad = await host.SetUpCardAsync(customer, "4000000000000341");
        await subscriptions.UpdateAsync(first, new() { DefaultPaymentMethod = bad });
        host.Turn("renew", first);
        var good = await host.SetUpCardAsync(customer, "4242424242424242");
        await host.Stripe.V1.Invoices.PayAsync((await subscriptions.GetAsync(first)).LatestInvoiceId, new() { PaymentMethod = good });
        await subscriptions.UpdateAsync(first, new() { CancelAtPeriodEnd = true });
        host.Turn("renew", first);
        await subscriptions.PauseAsync(second, new());
        await subscriptions.ResumeAsync(second, new());
        await subscriptions.CancelAsync(second);
        await host.SubscribeAsync(customer, CheckoutPayment.Card("5555555555554444"));
    }

    private static async Task<JsonNode> GetAsync(SandboxHost host, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sandbox/stripe/v1/{path}");
        request.Headers.Authorization = new("Bearer", SandboxHost.SecretKey);
        using var response = await host.Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{path}: {body}");
        return JsonNode.Parse(body)!;
    }
}
