using System.Net;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>How the API answers, good and bad.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task The_same_key_with_the_same_request_answers_the_same_and_does_nothing_again()
    {
        await using var host = await SandboxHost.StartAsync();
        var key = new RequestOptions { IdempotencyKey = "order-1-attempt-1" };
        var first = await host.SessionAsync(request: key);
        var again = await host.SessionAsync(request: key);
        Assert.Equal(first.Id, again.Id);
        Assert.Equal("true", again.StripeResponse.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Single(await host.Stripe.V1.Checkout.Sessions.ListAsync());
    }

    [Fact]
    public async Task The_key_may_come_as_the_user_of_http_basic_as_curl_sends_it()
    {
        await using var host = await SandboxHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sandbox/stripe/v1/checkout/sessions");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(SandboxHost.SecretKey + ":")));
        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/sandbox/stripe/v1/checkout/sessions");
        wrong.Headers.Authorization = new("Basic", Convert.ToBase64String("sk_test_other:"u8));
        using var refused = await host.Http.SendAsync(wrong);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task An_address_is_collected_or_told_and_only_what_is_collected_is_written_onto_the_customer()
    {
        await using var host = await SandboxHost.StartAsync();
        var twice = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o =>
        {
            o.ShippingAddressCollection = new() { AllowedCountries = ["FR"] };
            o.PaymentIntentData = new() { Shipping = new() { Name = "Jo", Address = new() { Line1 = "1 Street", Country = "FR" } } };
        }));
        Assert.Equal("payment_intent_data[shipping]", twice.StripeError.Param);
        var customer = await host.Stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Email = "jo@example.com" });
        var unasked = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o =>
        {
            o.CustomerEmail = null;
            o.Customer = customer.Id;
            o.CustomerUpdate = new() { Shipping = "auto" };
        }));
        Assert.Equal("customer_update[shipping]", unasked.StripeError.Param);
    }

    [Fact]
    public async Task An_empty_value_of_something_new_is_refused_by_its_name()
    {
        await using var host = await SandboxHost.StartAsync();
        var line = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.LineItems[0].Metadata = new Dictionary<string, string> { ["options"] = "" }));
        Assert.Equal(("parameter_invalid_empty", "line_items[0][metadata][options]"), (line.StripeError.Code, line.StripeError.Param));
        var reference = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.ClientReferenceId = ""));
        Assert.Equal(("parameter_invalid_empty", "client_reference_id"), (reference.StripeError.Code, reference.StripeError.Param));
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        await using var host = await SandboxHost.StartAsync();
        var key = new RequestOptions { IdempotencyKey = "order-1-attempt-1" };
        await host.SessionAsync(request: key);
        var error = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.ClientReferenceId = "other", key));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_error"), (error.HttpStatusCode, error.StripeError.Type));
    }

    [Fact]
    public async Task Twenty_requests_with_one_key_at_once_make_one_session()
    {
        await using var host = await SandboxHost.StartAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return (await host.SessionAsync(request: new RequestOptions { IdempotencyKey = "one" })).Id;
            }
            catch (StripeException error) when (error.HttpStatusCode == HttpStatusCode.Conflict)
            {
                return null;
            }
        }));
        Assert.Single(ids.OfType<string>().Distinct());
        Assert.Single(await host.Stripe.V1.Checkout.Sessions.ListAsync());
    }

    [Fact]
    public async Task A_refusal_for_its_parameters_does_not_use_up_the_key()
    {
        await using var host = await SandboxHost.StartAsync();
        var key = new RequestOptions { IdempotencyKey = "k" };
        await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.UiMode = "embedded", key));
        Assert.Equal("open", (await host.SessionAsync(request: key)).Status);
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("hosted")]
    [InlineData("custom")]
    public async Task Ui_modes_of_older_guides_are_refused(string mode)
    {
        await using var host = await SandboxHost.StartAsync();
        var error = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.UiMode = mode));
        Assert.Equal(("invalid_request_error", "ui_mode"), (error.StripeError.Type, error.StripeError.Param));
    }

    public static TheoryData<string, Action<SessionCreateOptions>, string> Refused => new()
    {
        { "no return_url", o => o.ReturnUrl = null, "return_url" },
        { "success_url", o => o.SuccessUrl = "https://shop.example/", "success_url" },
        { "no lines", o => o.LineItems = null, "line_items" },
        { "101 lines", o => o.LineItems = [.. Enumerable.Range(0, 101).Select(i => SandboxHost.Line($"L{i}", 100, 1))], "line_items" },
        { "too cheap", o => o.LineItems = [SandboxHost.Line("Crumb", 49, 1)], "line_items" },
        { "unknown customer", o => { o.CustomerEmail = null; o.Customer = "cus_nobody"; }, "customer" },
        { "expires too soon", o => o.ExpiresAt = new DateTime(2026, 11, 23, 9, 29, 59, DateTimeKind.Utc), "expires_at" },
        { "expires too late", o => o.ExpiresAt = new DateTime(2026, 11, 24, 9, 0, 1, DateTimeKind.Utc), "expires_at" },
        { "no name", o => o.LineItems[0].PriceData.ProductData = new() { Description = "Nameless" }, "line_items[0][price_data][product_data][name]" },
        { "an intent's data for a subscription", o => o.Mode = "subscription", "payment_intent_data" },
        { "a subscription to what is paid once", o => { o.Mode = "subscription"; o.PaymentIntentData = null; }, "line_items" },
        { "a subscription's data for a payment", o => o.SubscriptionData = new() { Description = "Coffee" }, "subscription_data" },
        { "what recurs, paid once", o => o.LineItems[0].PriceData.Recurring = new() { Interval = "month" }, "line_items[0]" },
        { "payment_method_types", o => o.AddExtraParam("payment_method_types[0]", "card"), "payment_method_types" },
        { "unknown", o => o.AddExtraParam("colour", "red"), "colour" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_session_that_stripe_would_refuse_is_refused(string why, Action<SessionCreateOptions> change, string param)
    {
        await using var host = await SandboxHost.StartAsync();
        var error = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(change));
        Assert.Equal((why, HttpStatusCode.BadRequest, param), (why, error.HttpStatusCode, error.StripeError.Param));
    }

    [Fact]
    public async Task The_sandbox_refuses_an_unknown_parameter_by_its_name()
    {
        await using var host = await SandboxHost.StartAsync();
        var error = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.AddExtraParam("line_items[0][colour]", "red")));
        Assert.Equal(("parameter_unknown", "line_items[0][colour]"), (error.StripeError.Code, error.StripeError.Param));
    }

    [Fact]
    public async Task Events_are_asked_for_by_twenty_types_at_most()
    {
        await using var host = await SandboxHost.StartAsync();
        var error = await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Events.ListAsync(
            new EventListOptions { Types = [.. Enumerable.Range(1, 21).Select(i => $"invoice.kind_{i}")] }));
        Assert.Equal((HttpStatusCode.BadRequest, "types"), (error.HttpStatusCode, error.StripeError.Param));
    }

    [Fact]
    public async Task Another_key_an_unknown_path_and_an_unknown_id_are_answered_in_stripes_shape()
    {
        await using var host = await SandboxHost.StartAsync();
        Assert.Equal("invalid_request_error", await ErrorTypeAsync(host, "customers", "sk_test_other", HttpStatusCode.Unauthorized));
        Assert.Equal("invalid_request_error", await ErrorTypeAsync(host, "unicorns", SandboxHost.SecretKey, HttpStatusCode.NotFound));
        var error = await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Checkout.Sessions.GetAsync("cs_test_nothing"));
        Assert.Equal((HttpStatusCode.NotFound, "resource_missing"), (error.HttpStatusCode, error.StripeError.Code));
        Assert.StartsWith("req_", error.StripeResponse.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_newest_first_and_are_paged_and_filtered()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await host.SessionAsync(o => { o.CustomerEmail = null; o.Customer = customer.Id; })).Id);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await host.SessionAsync();
        await host.Stripe.V1.Checkout.Sessions.ExpireAsync(ids[4]);

        var sessions = host.Stripe.V1.Checkout.Sessions;
        var page = await sessions.ListAsync(new SessionListOptions { Customer = customer.Id, Limit = 2 });
        Assert.Equal((true, ids[0], ids[1]), (page.HasMore, page.Data[0].Id, page.Data[1].Id));
        var all = new List<string>();
        await foreach (var session in sessions.ListAutoPagingAsync(new SessionListOptions { Customer = customer.Id, Limit = 2 }))
            all.Add(session.Id);
        Assert.Equal(ids, all);
        Assert.Equal(ids[..4], (await sessions.ListAsync(new SessionListOptions { Customer = customer.Id, Status = "open" })).Select(s => s.Id));
        var since = new DateRangeOptions { GreaterThanOrEqual = new DateTime(2026, 11, 23, 9, 3, 0, DateTimeKind.Utc) };
        Assert.Equal(3, (await sessions.ListAsync(new SessionListOptions { Created = since })).Data.Count);
        var lines = await sessions.LineItems.ListAsync(ids[0], new SessionLineItemListOptions { Limit = 1 });
        Assert.Equal((true, "Coffee & beans <1 kg>"), (lines.HasMore, lines.Data[0].Description));
    }

    [Fact]
    public async Task A_customer_is_changed_listed_and_deleted()
    {
        await using var host = await SandboxHost.StartAsync();
        var customers = host.Stripe.V1.Customers;
        var customer = await host.CustomerAsync();
        await customers.UpdateAsync(customer.Id, new CustomerUpdateOptions { Phone = "+33", Metadata = new() { ["user"] = "7" } });
        Assert.Equal(("+33", "7"), ((await customers.GetAsync(customer.Id)).Phone, (await customers.GetAsync(customer.Id)).Metadata["user"]));
        Assert.Equal(customer.Id, Assert.Single(await customers.ListAsync(new CustomerListOptions { Email = "jenny@example.com" })).Id);
        await customers.DeleteAsync(customer.Id);
        Assert.True((await customers.GetAsync(customer.Id)).Deleted);
        Assert.Empty(await customers.ListAsync());
        Assert.Equal(["customer.created", "customer.updated", "customer.deleted"], await host.HappenedAsync());
    }

    [Fact]
    public async Task Events_are_filtered_by_type_and_forgotten_after_thirty_days()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242"));
        var events = host.Stripe.V1.Events;
        var completed = Assert.Single(await events.ListAsync(new EventListOptions { Type = "checkout.session.completed" }));
        Assert.Equal(2, (await events.ListAsync(new EventListOptions { Types = ["charge.succeeded", "payment_intent.succeeded"] })).Data.Count);
        Assert.Equal(session.Id, ((Session)(await events.GetAsync(completed.Id)).Data.Object).Id);
        host.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await events.ListAsync());
    }

    [Fact]
    public async Task Each_switch_for_trouble_in_the_sandbox_makes_the_trouble_it_says()
    {
        await using var host = await SandboxHost.StartAsync();
        await SwitchAsync(Switches.ApiDown, HttpStatusCode.InternalServerError);
        await SwitchAsync(Switches.RateLimited, HttpStatusCode.TooManyRequests);
        Assert.Equal("open", (await host.SessionAsync()).Status);

        async Task SwitchAsync(string name, HttpStatusCode expected)
        {
            host.Store.Run(work => work.Turn(name, on: true));
            Assert.Equal(expected, (await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync())).HttpStatusCode);
            host.Store.Run(work => work.Turn(name, on: false));
        }
    }

    [Fact]
    public async Task The_sandbox_loses_nothing_in_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-test-").FullName;
        try
        {
            string id;
            await using (var host = await SandboxHost.StartAsync(folder))
            {
                id = (await host.SessionAsync(request: new RequestOptions { IdempotencyKey = "k" })).Id;
                await host.Buyer.PayAsync(id, CheckoutPayment.Bank("000123456789"));
            }
            await using var reborn = await SandboxHost.StartAsync(folder, new DateTimeOffset(2026, 11, 23, 9, 5, 0, TimeSpan.Zero));
            Assert.Equal(id, (await reborn.SessionAsync(request: new RequestOptions { IdempotencyKey = "k" })).Id);
            await reborn.PassAsync(TimeSpan.Zero);
            await reborn.DeliverAsync();
            Assert.Equal("paid", (await reborn.Stripe.V1.Checkout.Sessions.GetAsync(id)).PaymentStatus);
            Assert.Equal(7, reborn.Heard.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> ErrorTypeAsync(SandboxHost host, string path, string key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sandbox/stripe/v1/{path}");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await host.Http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())?["error"]?["type"]?.GetValue<string>();
    }
}
