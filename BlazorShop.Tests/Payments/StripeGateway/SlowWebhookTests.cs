using System.Net;
using System.Net.Sockets;
using System.Text;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Payments.StripeGateway;

public sealed class SlowWebhookTests
{
    [Fact]
    public async Task A_body_that_does_not_arrive_is_answered_with_408_and_nothing_is_stored()
    {
        var clock = new WatchedClock(StripeWebhookBody.Patience);
        await using var shop = new ShopServer { Workers = false, Clock = clock };
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shop.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nStripe-Signature: t=1,v1=00\r\n\r\n{\"id\":"u8.ToArray());
        await clock.Armed.Task;

        clock.Advance(StripeWebhookBody.Patience);

        using var answer = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 408 ", await answer.ReadLineAsync(), StringComparison.Ordinal);
        // No further than the head: the server may break the connection off, as there is more that it does not want.
        var head = new List<string>();
        while (await answer.ReadLineAsync() is { Length: > 0 } line)
            head.Add(line);
        Assert.Contains("Connection: close", head);
        await using var db = shop.Db();
        Assert.Empty(await db.InboxEvents.ToListAsync());
        Assert.Single(shop.Log.Lines, l => l.Message.Contains("webhook delivery was refused", StringComparison.Ordinal) && l.Message.Contains("408", StringComparison.Ordinal));
    }

    /// <summary>Says when somebody waits for just this long.</summary>
    private sealed class WatchedClock(TimeSpan awaited) : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        public TaskCompletionSource Armed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == awaited)
                Armed.TrySetResult();
            return timer;
        }
    }
}
