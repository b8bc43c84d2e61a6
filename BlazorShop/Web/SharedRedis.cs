using StackExchange.Redis;

namespace BlazorShop.Web;

/// <summary>
/// What several instances share where <c>Redis__Connection</c> is set: rendered pages, and what rooms tell each other (<see cref="ISharedNews"/>). Nothing is kept there that could not be lost: without Redis the pages are rendered, and looked at, by each by itself.
/// </summary>
internal static class SharedRedis
{
    public static void AddSharedRedis(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration["Redis:Connection"];
        if (string.IsNullOrWhiteSpace(connection))
            return;
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(connection);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidOperationException("Redis__Connection isn't a Redis connection string: use host:port, or leave it empty.", failure);
        }

        if (options.EndPoints.Count == 0)
            throw new InvalidOperationException("Redis__Connection names no server: use host:port, or leave it empty.");
        // A Redis that is down costs speed, not the shop.
        options.AbortOnConnectFail = false;
        builder.Services.AddStackExchangeRedisOutputCache(cache =>
        {
            cache.ConfigurationOptions = options;
            cache.InstanceName = "blazorshop:";
        });
        builder.Services.AddHostedService(s => new NewsCarrier(options, s.GetServices<ISharedNews>(), s.GetRequiredService<ILogger<NewsCarrier>>()));
    }
}

/// <summary>Carries the news of all rooms between instances.</summary>
internal sealed partial class NewsCarrier(ConfigurationOptions options, IEnumerable<ISharedNews> news, ILogger<NewsCarrier> logger) : BackgroundService
{
    private readonly string me = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var subscriber = redis.GetSubscriber();
        var told = new List<(ISharedNews Of, Action<string> Tell)>();
        foreach (var one in news)
        {
            var channel = RedisChannel.Literal("blazorshop:" + one.Topic);
            await subscriber.SubscribeAsync(channel, (_, message) => Heard(one, message));
            void Tell(string word) => _ = subscriber.PublishAsync(channel, $"{me}/{word}", CommandFlags.FireAndForget);
            one.Announced += Tell;
            told.Add((one, Tell));
        }

        Joined(logger);
        try
        {
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            foreach (var (of, tell) in told)
                of.Announced -= tell;
        }
    }

    private void Heard(ISharedNews news, string? message)
    {
        if (message?.Split('/') is [var from, var word] && from != me)
            news.Hear(word);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "News are shared with other instances")]
    private static partial void Joined(ILogger logger);
}
