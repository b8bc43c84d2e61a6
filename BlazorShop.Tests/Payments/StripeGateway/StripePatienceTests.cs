using System.Net;
using BlazorShop.Payments.StripeGateway;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace BlazorShop.Tests.Payments.StripeGateway;

/// <summary>When a call to Stripe is repeated, how long it may take, and when Stripe is left alone.</summary>
public sealed class StripePatienceTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly Stub stripe = new();
    private HttpMessageInvoker? client;

    public void Dispose()
    {
        client?.Dispose();
        stripe.Dispose();
    }

    [Theory]
    [InlineData("GET", false, HttpStatusCode.InternalServerError, null, 3)]
    [InlineData("GET", false, HttpStatusCode.TooManyRequests, null, 3)]
    [InlineData("POST", true, HttpStatusCode.ServiceUnavailable, null, 3)]
    [InlineData("POST", true, HttpStatusCode.Conflict, null, 41)]
    [InlineData("POST", true, HttpStatusCode.Conflict, "true", 41)]
    [InlineData("POST", true, HttpStatusCode.Conflict, "false", 1)]
    [InlineData("POST", true, HttpStatusCode.BadRequest, null, 1)]
    [InlineData("POST", true, HttpStatusCode.BadRequest, "true", 3)]
    [InlineData("POST", true, HttpStatusCode.InternalServerError, "false", 1)]
    [InlineData("GET", false, HttpStatusCode.TooManyRequests, "false", 1)]
    [InlineData("POST", false, HttpStatusCode.InternalServerError, null, 1)]
    [InlineData("POST", false, HttpStatusCode.InternalServerError, "true", 1)]
    public async Task A_call_is_repeated_only_where_stripe_recognises_the_repetition(string method, bool key, HttpStatusCode answer, string? shouldRetry, int calls)
    {
        stripe.Answer = (_, _) =>
        {
            var response = new HttpResponseMessage(answer) { Content = new StringContent("{}") };
            if (shouldRetry is not null)
                response.Headers.Add("Stripe-Should-Retry", shouldRetry);
            return Task.FromResult(response);
        };
        using var response = await SendAsync(new HttpMethod(method), key ? "order-1-attempt-1" : null);
        Assert.Equal(answer, response.StatusCode);
        Assert.Equal(calls, stripe.Calls);
        Assert.Single(stripe.Keys.Distinct());
    }

    [Fact]
    public async Task A_call_that_another_instance_makes_under_the_same_key_is_waited_for()
    {
        stripe.Answer = (_, call) => Task.FromResult(new HttpResponseMessage(call <= 20 ? HttpStatusCode.Conflict : HttpStatusCode.OK) { Content = new StringContent("{}") });
        using var response = await SendAsync(HttpMethod.Post, "order-1-attempt-1", "/v1/checkout/sessions");
        Assert.Equal((HttpStatusCode.OK, 21), (response.StatusCode, stripe.Calls));
        var patience = new StripePatience();
        Assert.InRange(patience.ConflictRetries * patience.ConflictPause, patience.FormAttempt, patience.FormTotal);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_answer_is_tried_again_under_the_same_key()
    {
        stripe.Answer = (_, call) => Task.FromResult(new HttpResponseMessage
        {
            Content = call == 1 ? new StreamContent(new BrokenStream()) : new StringContent("{}"),
        });
        using var response = await SendAsync(HttpMethod.Post, "order-1-attempt-1");
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.Equal(["order-1-attempt-1", "order-1-attempt-1"], stripe.Keys);
    }

    [Theory]
    [InlineData("/v1/checkout/sessions/cs_1", 7, 15)]
    [InlineData("/v1/events?limit=100", 18, 40)]
    public async Task A_stripe_that_never_answers_is_given_up_within_the_budget(string path, int attempt, int total)
    {
        stripe.Answer = async (ct, _) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return new HttpResponseMessage();
        };
        var call = SendAsync(HttpMethod.Get, null, path);
        for (var tried = 1; tried <= 2; tried++)
        {
            Assert.Equal(tried, stripe.Calls);
            clock.Advance(TimeSpan.FromSeconds(attempt));
            // The next attempt begins when the pipeline has noticed that this one is over.
            while (stripe.Calls == tried)
                await Task.Yield();
        }

        clock.Advance(TimeSpan.FromSeconds(total - 2 * attempt) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => call);
        Assert.Equal(3, stripe.Calls);
    }

    [Fact]
    public async Task A_form_may_take_twenty_seconds_to_make()
    {
        stripe.Answer = async (ct, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(19), clock, ct);
            return new HttpResponseMessage { Content = new StringContent("{}") };
        };
        var call = SendAsync(HttpMethod.Post, "order-1-attempt-1");
        clock.Advance(TimeSpan.FromSeconds(19) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        // Given up too early it would begin again, and never end.
        Assert.Equal(1, stripe.Calls);
        using var response = await call;
    }

    [Fact]
    public async Task A_form_that_is_not_made_in_time_is_given_up()
    {
        stripe.Answer = async (ct, _) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return new HttpResponseMessage();
        };
        var call = SendAsync(HttpMethod.Post, "order-1-attempt-1");
        clock.Advance(TimeSpan.FromSeconds(20));
        while (stripe.Calls == 1)
            await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => call);
    }

    [Fact]
    public async Task A_stripe_that_fails_is_left_alone_for_a_while()
    {
        stripe.Answer = (_, _) => throw new HttpRequestException("refused");
        while (stripe.Calls < 20)
            await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(HttpMethod.Get, null));
        var calls = stripe.Calls;
        await Assert.ThrowsAsync<BrokenCircuitException>(() => SendAsync(HttpMethod.Get, null));
        Assert.Equal(calls, stripe.Calls);

        stripe.Answer = null;
        clock.Advance(TimeSpan.FromSeconds(11));
        using var response = await SendAsync(HttpMethod.Get, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task At_most_twenty_calls_run_at_once_and_the_queue_has_an_end()
    {
        var go = new TaskCompletionSource();
        var (running, most) = (0, 0);
        stripe.Answer = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await go.Task;
            Interlocked.Decrement(ref running);
            return new HttpResponseMessage { Content = new StringContent("{}") };
        };
        var calls = Enumerable.Range(0, 220).Select(_ => SendAsync(HttpMethod.Get, null)).ToList();
        await Assert.ThrowsAsync<RateLimiterRejectedException>(() => SendAsync(HttpMethod.Get, null));
        go.SetResult();
        foreach (var call in calls)
            (await call).Dispose();
        Assert.Equal(20, most);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string? key, string path = "/v1/checkout/sessions")
    {
        if (client is null)
        {
            var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>();
            new StripePatience { RetryPause = TimeSpan.Zero, ConflictPause = TimeSpan.Zero }.Build(pipeline, clock);
            client = new HttpMessageInvoker(new ResilienceHandler(pipeline.Build()) { InnerHandler = new WholeAnswer { InnerHandler = stripe } });
        }

        var request = new HttpRequestMessage(method, "https://stripe.example" + path);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request, default);
    }

    private sealed class Stub : HttpMessageHandler
    {
        private readonly Lock access = new();

        public List<string?> Keys { get; } = [];

        public int Calls
        {
            get
            {
                lock (access)
                    return Keys.Count;
            }
        }

        public Func<CancellationToken, int, Task<HttpResponseMessage>>? Answer { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int call;
            lock (access)
            {
                Keys.Add(request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null);
                call = Keys.Count;
            }

            return Answer?.Invoke(cancellationToken, call) ?? Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") });
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("reset");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("reset");
    }
}
