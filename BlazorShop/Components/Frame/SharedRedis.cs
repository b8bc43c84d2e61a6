using BlazorShop.Common;
using BlazorShop.Orders;
using StackExchange.Redis;

namespace BlazorShop.Components.Frame;

/// <summary>
/// What several instances share where <c>Redis__Connection</c> is set: rendered pages, and the word that a customer's order has
/// changed. Nothing is kept there that could not be lost: without Redis the pages are rendered, and looked at, by each by itself.
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
            throw new InvalidOperationException("Redis__Connection is not a connection string of Redis: write host:port, or leave it empty.", failure);
        }

        if (options.EndPoints.Count == 0)
            throw new InvalidOperationException("Redis__Connection names no server: write host:port, or leave it empty.");
        // A Redis that is down costs speed, not the shop.
        options.AbortOnConnectFail = false;
        builder.Services.AddStackExchangeRedisOutputCache(cache =>
        {
            cache.ConfigurationOptions = options;
            cache.InstanceName = "blazorshop:";
        });
        builder.Services.AddHostedService(s => new OrderNews(options, s.GetRequiredService<OrderStatusFeed>(), s.GetRequiredService<ILogger<OrderNews>>()));
    }
}

/// <summary>Carries the feed between instances.</summary>
internal sealed partial class OrderNews(ConfigurationOptions options, OrderStatusFeed feed, ILogger<OrderNews> logger) : BackgroundService
{
    private static readonly RedisChannel channel = RedisChannel.Literal("blazorshop:orders");
    private readonly string me = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var subscriber = redis.GetSubscriber();
        await subscriber.SubscribeAsync(channel, (_, message) => Heard(message));
        void Tell(CustomerId customer) => _ = subscriber.PublishAsync(channel, $"{me}/{customer}", CommandFlags.FireAndForget);
        feed.Announced += Tell;
        Joined(logger);
        try
        {
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            feed.Announced -= Tell;
        }
    }

    private void Heard(string? message)
    {
        if (message?.Split('/') is [var from, var customer] && from != me && Guid.TryParse(customer, out var id))
            feed.Tell(new CustomerId(id));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order news are shared with other instances")]
    private static partial void Joined(ILogger logger);
}
