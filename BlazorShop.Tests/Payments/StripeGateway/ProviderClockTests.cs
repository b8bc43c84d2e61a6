using System.Net;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Payments.StripeGateway;

/// <summary>Whoever's clock is wrong hears of it before forms end early and signatures are refused.</summary>
public sealed class ProviderClockTests : IDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero));
    private readonly LogRecorder log = new();
    private readonly ILoggerFactory loggers;

    public ProviderClockTests() => loggers = LoggerFactory.Create(builder => builder.AddProvider(log));

    public void Dispose()
    {
        loggers.Dispose();
        log.Dispose();
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(60, false)]
    [InlineData(-61, true)]
    [InlineData(61, true)]
    public async Task A_clock_that_is_more_than_a_minute_off_is_warned_of(int seconds, bool warned)
    {
        await AskAsync(Clock(), seconds);
        Assert.Equal(warned ? 1 : 0, log.Lines.Count);
        Assert.All(log.Lines, l => Assert.Contains($"{-seconds} s ahead of Stripe's", l.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_differs_from_the_providers_is_warned_of_once_an_hour()
    {
        var clock = Clock();
        for (var call = 1; call <= 5; call++)
            await AskAsync(clock, -600);
        Assert.Single(log.Lines);
        time.Advance(TimeSpan.FromHours(1));
        await AskAsync(clock, -600);
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public async Task An_answer_of_the_provider_without_a_date_says_nothing_of_the_clock()
    {
        using var call = new HttpMessageInvoker(new ClockComparison(Clock()) { InnerHandler = new Answers(null) });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://stripe.example/v1/events");
        using var answer = await call.SendAsync(request, default);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task The_sandbox_plays_with_its_clock_as_it_likes()
    {
        await AskAsync(Clock(sandbox: true), -600);
        Assert.Empty(log.Lines);
    }

    private ProviderClock Clock(bool sandbox = false) => new(
        new StripeOptions { SecretKey = "sk_test_1", PublishableKey = "pk_test_1", WebhookSecrets = ["whsec_1"], JsUrl = StripeOptions.DefaultJsUrl, Sandbox = sandbox },
        time, loggers.CreateLogger<ProviderClock>());

    private async Task AskAsync(ProviderClock clock, int seconds)
    {
        using var call = new HttpMessageInvoker(new ClockComparison(clock) { InnerHandler = new Answers(time.GetUtcNow().AddSeconds(seconds)) });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://stripe.example/v1/events");
        using var answer = await call.SendAsync(request, default);
    }

    private sealed class Answers(DateTimeOffset? date) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK);
            answer.Headers.Date = date;
            return Task.FromResult(answer);
        }
    }
}
