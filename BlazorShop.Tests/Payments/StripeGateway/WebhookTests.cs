using System.Net;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Checkout;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.StripeGateway;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task A_webhook_delivered_twenty_times_at_once_pays_the_order_once()
    {
        var (_, kettle, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);
        var body = Counter.Event("evt_twenty", "checkout.session.completed", open.Session.Reference);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => counter.PostWebhookAsync(body))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => counter.Shop.RunOnceAsync<InboxWorker>())));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(PaymentStatus.Paid, order.PaymentStatus);
        Assert.Single(order.History, h => h.Kind == OrderEventKind.Paid);
        Assert.Equal(4, (await counter.StockAsync(kettle)).OnHand);
        Assert.Equal(1, await counter.MailsAsync(":confirmed"));
        await using var db = counter.Shop.Db();
        Assert.Equal(InboxState.Applied, (await db.InboxEvents.SingleAsync(e => e.Id == "evt_twenty")).State);
    }

    [Fact]
    public async Task Two_events_of_the_same_fact_have_one_effect()
    {
        var (_, kettle, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);

        foreach (var id in new[] { "evt_one", "evt_two" })
            Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(Counter.Event(id, "checkout.session.completed", open.Session.Reference)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => counter.Shop.RunOnceAsync<InboxWorker>())));

        Assert.Equal(4, (await counter.StockAsync(kettle)).OnHand);
        Assert.Equal(1, await counter.MailsAsync(":confirmed"));
    }

    [Fact]
    public async Task An_event_is_only_a_hint_and_pays_nothing_by_itself()
    {
        var open = (await counter.AtFormAsync()).Form;

        await counter.PostWebhookAsync(Counter.Event("evt_lie", "checkout.session.completed", open.Session.Reference));
        await counter.Shop.RunOnceAsync<InboxWorker>();

        Assert.Equal(PaymentStatus.Unpaid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("t=abc,v1=abc")]
    [InlineData("t=99999999999999999999,v1=abc")]
    [InlineData("t=1790000000")]
    [InlineData("v1=be8cb8325f2202445260a855532f967e30ad2a9394ce28da66ee02880ddcb661")]
    public async Task A_webhook_with_a_missing_or_malformed_signature_is_refused(string header)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await counter.PostWebhookAsync(Counter.Event("evt_x", "checkout.session.completed", "cs_x"), header));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Ten_thousand_signatures_in_one_header_are_refused()
    {
        var header = "t=1790000000" + string.Concat(Enumerable.Repeat(",v1=00", 10_000));
        Assert.Equal(HttpStatusCode.BadRequest, await counter.PostWebhookAsync(Counter.Event("evt_x", "checkout.session.completed", "cs_x"), header));
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData(-301, HttpStatusCode.BadRequest)]
    [InlineData(-299, HttpStatusCode.OK)]
    [InlineData(299, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.BadRequest)]
    public async Task A_signature_is_good_for_five_minutes_either_way(int seconds, HttpStatusCode answer)
    {
        var at = counter.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;
        Assert.Equal(answer, await counter.PostWebhookAsync(Counter.Event("evt_t", "charge.updated", "ch_x"), at: at));
    }

    [Fact]
    public async Task A_timestamp_past_all_bounds_with_a_good_signature_is_refused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await counter.PostWebhookAsync(Counter.Event("evt_t", "charge.updated", "ch_x"), at: long.MaxValue / 1000));
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"id":"evt_1","object":"charge","type":"x","livemode":false}""")]
    [InlineData("""{"id":"evt_1","object":"event","type":"x"}""")]
    [InlineData("""{"id":7,"object":"event","type":"x","livemode":false}""")]
    public async Task A_webhook_that_is_signed_and_no_event_is_refused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await counter.PostWebhookAsync(body));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_live_event_is_refused_by_a_shop_in_test_mode()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await counter.PostWebhookAsync(Counter.Event("evt_live", "checkout.session.completed", "cs_live_x", livemode: true)));
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("charge.captured", "ch_1")]
    [InlineData("something.new", "new_1")]
    public async Task An_unknown_type_is_stored_and_ignored(string type, string subject)
    {
        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(Counter.Event("evt_odd", type, subject)));
        await counter.Shop.RunOnceAsync<InboxWorker>();
        await using var db = counter.Shop.Db();
        Assert.Equal(InboxState.Ignored, (await db.InboxEvents.SingleAsync()).State);
    }

    [Theory]
    [InlineData("2025-03-31.basil")]
    [InlineData("2027-01-01.next")]
    [InlineData(null)]
    public async Task An_event_of_another_api_version_is_applied_by_reading_the_object_again(string? version)
    {
        var open = (await counter.AtFormAsync()).Form;
        await counter.PayAsync(open);

        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(Counter.Event("evt_v", "checkout.session.completed", open.Session.Reference, version: version)));
        await counter.Shop.RunOnceAsync<InboxWorker>();

        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
    }

    [Fact]
    public async Task A_thin_event_is_stored_and_ignored()
    {
        const string thin = """{"id":"evt_thin","object":"v2.core.event","type":"v1.checkout.session.completed","livemode":false,"related_object":{"id":"cs_1","type":"checkout.session"}}""";
        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(thin));
    }

    [Fact]
    public async Task A_webhook_of_more_than_a_mebibyte_is_too_large()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await counter.PostWebhookAsync(new string(' ', 1024 * 1024 + 1)));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task A_database_that_cannot_store_makes_the_provider_try_again()
    {
        await using (var db = counter.Shop.Db())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE InboxEvents RENAME TO Gone");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await counter.PostWebhookAsync(Counter.Event("evt_1", "charge.updated", "ch_1")));
    }

    [Fact]
    public async Task An_event_is_kept_with_its_bytes_and_the_headers_it_came_with()
    {
        var body = Counter.Event("evt_kept", "charge.updated", "ch_1");
        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(body));
        await using var db = counter.Shop.Db();
        var kept = await db.InboxEvents.SingleAsync();
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(kept.Payload));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(kept.Payload)), kept.Sha256);
        var headers = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(kept.Headers!)!;
        Assert.StartsWith("t=", headers["Stripe-Signature"], StringComparison.Ordinal);
        Assert.Equal("application/json; charset=utf-8", headers["Content-Type"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000).UtcDateTime, kept.CreatedAtProvider);
        Assert.False(kept.Livemode);
    }

    [Theory]
    [InlineData("evt_\\u0000", "charge.updated", "ch_1", HttpStatusCode.BadRequest)]
    [InlineData("evt_1", "charge.updated\\u0000", "ch_1", HttpStatusCode.BadRequest)]
    [InlineData("evt_1", "charge.updated", "ch_\\u0000", HttpStatusCode.OK)]
    public async Task Names_that_no_database_column_takes_do_not_make_us_fail(string id, string type, string subject, HttpStatusCode answer)
    {
        Assert.Equal(answer, await counter.PostWebhookAsync(Counter.Event(id, type, subject)));
        await using var db = counter.Shop.Db();
        Assert.Equal(answer == HttpStatusCode.OK ? 1 : 0, await db.InboxEvents.CountAsync(e => e.ObjectId == null));
    }

    [Fact]
    public async Task An_api_version_longer_than_any_is_not_a_reason_to_refuse()
    {
        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(Counter.Event("evt_1", "charge.updated", "ch_1", version: new string('9', 200))));
    }

    [Fact]
    public async Task The_webhook_answers_nothing_but_a_post()
    {
        using var http = counter.Shop.CreateClient();
        using var answer = await http.GetAsync(new Uri("/webhooks/stripe", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private async Task AssertNothingStoredAsync()
    {
        await using var db = counter.Shop.Db();
        Assert.Empty(await db.InboxEvents.ToListAsync());
    }
}
