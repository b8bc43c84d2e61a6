using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.StripeGateway;

/// <summary>What a stranger, a proxy or a bug may send to the webhook of a real server: byte by byte, and never answered with an error of ours.</summary>
public sealed class WebhookOddInputTests(WebhookOddInputTests.Listening listening) : IClassFixture<WebhookOddInputTests.Listening>
{
    private static int counter;

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    public async Task The_webhook_allows_no_method_but_post_and_sends_nobody_elsewhere(string method)
    {
        var answer = await SendAsync($"{method} /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(405, answer.Status);
        Assert.DoesNotContain("Location:", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/webhooks/stripe")]
    [InlineData("/webhooks/stripe/")]
    [InlineData("/Webhooks/STRIPE")]
    [InlineData("/webhooks/stripe?x=1")]
    public async Task The_address_of_the_webhook_is_the_same_in_any_spelling(string path)
    {
        var answer = await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())), path: path);
        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("\"filler\":1e400", 200)]
    [InlineData("\"filler\":\"\\u0000\"", 200)]
    [InlineData("\"filler\":\"\\ud800\"", 200)]
    [InlineData("\"filler\":[[[{\"a\":{}}]]]", 200)]
    [InlineData("\"api_version\":null", 200)]
    [InlineData("\"api_version\":7", 200)]
    [InlineData("\"api_version\":{\"id\":\"evt_other\"}", 200)]
    [InlineData("\"created\":1e30", 200)]
    [InlineData("\"created\":-1", 200)]
    [InlineData("\"created\":\"yesterday\"", 200)]
    [InlineData("\"data\":null", 200)]
    [InlineData("\"data\":[]", 200)]
    [InlineData("\"data\":{\"object\":[1,2]}", 200)]
    [InlineData("\"data\":{\"object\":{\"id\":{\"id\":7}}}", 200)]
    [InlineData("\"data\":{\"object\":{\"id\":\"ch_1\"},\"object\":{\"id\":\"ch_2\"}}", 200)]
    [InlineData("\"livemode\":\"false\"", 400)]
    [InlineData("\"livemode\":null", 400)]
    [InlineData("\"id\":\"\"", 400)]
    [InlineData("\"id\":\"evt \"", 400)]
    [InlineData("\"id\":\"\\ud800\"", 400)]
    [InlineData("\"id\":null", 400)]
    [InlineData("\"type\":[]", 400)]
    [InlineData("\"object\":\"charge\"", 400)]
    [InlineData("\"filler\":NaN", 400)]
    [InlineData("\"filler\":'x'", 400)]
    [InlineData("\"filler\":\"\0\"", 400)]
    [InlineData("\"filler\":1} {", 400)]
    [InlineData("\"filler\":1} x", 400)]
    [InlineData("/* a note */ \"filler\":1", 400)]
    public async Task A_signed_webhook_of_odd_json_is_an_event_or_it_is_refused(string last, int status)
    {
        var answer = await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())[..^1] + "," + last + "}"));
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Of_a_name_that_stands_twice_in_an_event_the_last_one_counts()
    {
        var (first, last) = (NewId(), NewId());
        Assert.Equal(200, (await PostAsync(Encoding.UTF8.GetBytes(Event(first)[..^1] + $",\"id\":\"{last}\",\"type\":\"charge.updated\"}}"))).Status);
        await using var db = listening.Shop.Db();
        Assert.Equal([last], await db.InboxEvents.Where(e => e.Id == first || e.Id == last).Select(e => e.Id).ToListAsync());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task An_event_may_be_as_deep_as_it_likes(int depth)
    {
        var id = NewId();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", depth)) + string.Concat(Enumerable.Repeat("]}", depth));
        Assert.Equal(200, (await PostAsync(Encoding.UTF8.GetBytes(Event(id)[..^1] + ",\"data\":{\"object\":{\"id\":\"ch_deep\",\"deep\":" + deep + "}}}"))).Status);
        await using var db = listening.Shop.Db();
        Assert.Equal("ch_deep", (await db.InboxEvents.SingleAsync(e => e.Id == id)).ObjectId);
    }

    [Fact]
    public async Task A_webhook_of_brackets_alone_is_refused() => Assert.Equal(400, (await PostAsync(Encoding.UTF8.GetBytes(new string('[', 100_000)))).Status);

    [Fact]
    public async Task A_type_longer_than_any_is_an_unknown_type()
    {
        var id = NewId();
        Assert.Equal(200, (await PostAsync(Encoding.UTF8.GetBytes(Event(id, new string('x', 5000))))).Status);
        await using var db = listening.Shop.Db();
        Assert.Equal(new string('x', 120), (await db.InboxEvents.SingleAsync(e => e.Id == id)).Type);
    }

    [Theory]
    [InlineData("EFBBBF", "")]
    [InlineData("", "FF")]
    [InlineData("", "C0AF")]
    [InlineData("FFFE", "")]
    public async Task Bytes_that_are_no_utf8_text_are_refused_however_well_signed(string before, string after) =>
        Assert.Equal(400, (await PostAsync([.. Convert.FromHexString(before), .. Encoding.UTF8.GetBytes(Event(NewId())), .. Convert.FromHexString(after)])).Status);

    [Fact]
    public async Task A_compressed_webhook_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize))
            zip.Write(new byte[10_000_000]);
        Assert.Equal(400, (await PostAsync(packed.ToArray(), headers: "Content-Encoding: gzip\r\n")).Status);
    }

    [Theory]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: nonsense\r\n")]
    [InlineData("Content-Type: application/x-www-form-urlencoded\r\n")]
    [InlineData("Content-Type: multipart/form-data\r\n")]
    [InlineData("Cookie: a=b; shop-antiforgery=x\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n")]
    [InlineData("Authorization: Basic eDp5\r\n")]
    [InlineData("X-Forwarded-Proto: http\r\nX-HTTP-Method-Override: GET\r\n")]
    public async Task Odd_headers_beside_its_signature_change_nothing_about_a_webhook(string headers) =>
        Assert.Equal(200, (await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())), headers: headers)).Status);

    [Fact]
    public async Task A_signed_webhook_is_read_byte_by_byte_though_it_calls_itself_a_form() => Assert.Equal(
        200, (await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())[..^1] + ",\"filler\":\"100%00\"}"), headers: "Content-Type: application/x-www-form-urlencoded\r\n")).Status);

    [Theory]
    [InlineData(4097)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public async Task A_signature_of_any_length_is_refused_without_being_read(int length)
    {
        var answer = await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())), signature: "t=1790000000,v1=" + new string('0', length));
        // What does not fit into the server's own limit does not come as far as us.
        Assert.True(answer.Status == 400 || (length > 32 * 1024 && answer.Status == 431), answer.Text);
    }

    [Fact]
    public async Task A_signature_that_is_no_text_is_refused()
    {
        var answer = await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())), signature: "t=1,v1=\u00ff\u20ac");
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_signature_of_a_former_and_of_the_present_secret_is_good()
    {
        var body = Encoding.UTF8.GetBytes(Event(NewId()));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.Equal(200, (await PostAsync(body, signature: $"t={now},v1={new string('0', 64)},v1={Sign(body, now)},v0=x")).Status);
        Assert.Equal(400, (await PostAsync(body, signature: $"t={now},v0={Sign(body, now)}")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_webhook_of_more_than_a_mebibyte_is_too_large_whether_it_said_so_before_or_not(bool chunked)
    {
        var body = new byte[1024 * 1024 + 1];
        body.AsSpan().Fill((byte)' ');
        Assert.Equal(413, (await PostAsync(body, chunked: chunked)).Status);
        Encoding.UTF8.GetBytes(Event(NewId())).CopyTo(body, 0);
        Assert.Equal(200, (await PostAsync(body[..^1], chunked: chunked)).Status);
    }

    [Fact]
    public async Task A_thousand_bodies_with_a_few_wrong_bytes_are_answered_by_the_contract()
    {
        var random = new Random(20261125);
        for (var i = 0; i < 1000; i++)
        {
            var body = Encoding.UTF8.GetBytes(Event(NewId(), "checkout.session.completed", "cs_" + i));
            for (var wrong = random.Next(1, 5); wrong > 0; wrong--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var request = new HttpRequestMessage(HttpMethod.Post, listening.Shop.Url("/webhooks/stripe")) { Content = new ByteArrayContent(body) };
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={now},v1={Sign(body, now)}");
            using var answer = await listening.Http.SendAsync(request);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{answer.StatusCode}: {Encoding.Latin1.GetString(body)}");
        }
    }

    [Fact]
    public async Task A_refused_webhook_is_said_in_the_log_once_without_what_it_held()
    {
        var mark = "secret" + NewId();
        Assert.Equal(400, (await PostAsync(Encoding.UTF8.GetBytes(Event(NewId())[..^1] + $",\"filler\":\"{mark}\"}}"), signature: "t=1,v1=00")).Status);
        var lines = listening.Shop.Log.Lines.Where(l => l.Message.Contains("webhook delivery was refused", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(listening.Shop.Log.Lines, l => l.ToString().Contains(mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thin_event_is_taken_as_the_hint_it_is()
    {
        var id = NewId();
        var thin = $$"""{"id":"{{id}}","object":"v2.core.event","type":"v1.checkout.session.completed","livemode":false,"created":"2026-11-25T10:00:00.000Z","related_object":{"id":"cs_thin","type":"checkout.session","url":"/v1/checkout/sessions/cs_thin"} }""";
        Assert.Equal(200, (await PostAsync(Encoding.UTF8.GetBytes(thin))).Status);
        await using var db = listening.Shop.Db();
        var stored = await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == id);
        Assert.Equal(("cs_thin", new DateTime(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc)), (stored.ObjectId, stored.CreatedAtProvider));
        Assert.Equal(new InboxHint.Session("cs_thin"), listening.Shop.Get<IInboxReader>().Read(stored));
    }

    private static string NewId() => $"evt_odd_{Interlocked.Increment(ref counter)}";

    private static string Event(string id, string type = "charge.updated", string about = "ch_1") =>
        $$"""{"id":"{{id}}","object":"event","api_version":"2026-10-28.endive","created":1790000000,"livemode":false,"type":"{{type}}","data":{"object":{"id":"{{about}}","object":"charge"} } }""";

    private string Sign(byte[] body, long at) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(listening.Shop.Get<StripeOptions>().WebhookSecrets[0]), (byte[])[.. Encoding.UTF8.GetBytes($"{at}."), .. body]));

    private Task<(int Status, string Text)> PostAsync(byte[] body, string? signature = null, string headers = "", string path = "/webhooks/stripe", bool chunked = false)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Stripe-Signature: {signature ?? $"t={now},v1={Sign(body, now)}"}\r\n";
        return chunked
            ? SendAsync(head + "Transfer-Encoding: chunked\r\n\r\n" + $"{body.Length:x}\r\n", [.. body, .. "\r\n0\r\n\r\n"u8])
            : SendAsync(head + $"Content-Length: {body.Length}\r\n\r\n", body);
    }

    private async Task<(int Status, string Text)> SendAsync(string head, byte[]? body = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, listening.Shop.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head));
        if (body is not null)
            await stream.WriteAsync(body);
        var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), text);
    }

    public sealed class Listening : IAsyncLifetime
    {
        internal ShopServer Shop { get; } = new();

        public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

        public Task InitializeAsync() => Task.FromResult(Shop.Address);

        public async Task DisposeAsync()
        {
            Http.Dispose();
            await Shop.DisposeAsync();
        }
    }
}
