using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>
/// How long and how often the shop asks Stripe, and when it stops asking for a while: a Stripe that is slow still sells, and one that is down does not
/// keep the shop's own pages waiting.
/// </summary>
internal sealed class StripePatience
{
    /// <summary>For a call somebody waits for, all its tries and its place in the queue included.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>Making a form is what a sale hangs on, and takes Stripe longer than anything else that somebody waits for.</summary>
    public TimeSpan FormTotal { get; init; } = TimeSpan.FromSeconds(25);

    public TimeSpan FormAttempt { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A page of a list takes Stripe longer, and only background work asks for lists.</summary>
    public TimeSpan ListTotal { get; init; } = TimeSpan.FromSeconds(40);

    public TimeSpan ListAttempt { get; init; } = TimeSpan.FromSeconds(18);

    /// <summary>The SDK's own tries are off, or they would multiply.</summary>
    public int Retries { get; init; } = 2;

    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// How often Stripe is asked again while another instance's call under the same key still runs: with <see cref="ConflictPause"/>, for as long as
    /// making a form may take.
    /// </summary>
    public int ConflictRetries { get; init; } = 40;

    public TimeSpan ConflictPause { get; init; } = TimeSpan.FromMilliseconds(600);

    public int CallsAtOnce { get; init; } = 20;

    public int CallsWaiting { get; init; } = 200;

    /// <summary>Half of so many attempts within <see cref="BreakerWindow"/> have failed: no more calls for <see cref="BreakerPause"/>.</summary>
    public int BreakerAttempts { get; init; } = 20;

    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(10);

    public void Build(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = call => new ValueTask<TimeSpan>(IsList(call.Context) ? ListTotal : MakesForm(call.Context) ? FormTotal : Total) })
            .AddConcurrencyLimiter(CallsAtOnce, CallsWaiting)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = ConflictRetries,
                Delay = ConflictPause,
                BackoffType = DelayBackoffType.Constant,
                ShouldHandle = call => new ValueTask<bool>(MayRepeat(call.Context.GetRequestMessage()) && StillRuns(call.Outcome)),
            })
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                Delay = RetryPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = RetryPause > TimeSpan.Zero,
                ShouldHandle = call => new ValueTask<bool>(MayRepeat(call.Context.GetRequestMessage()) && WorthRepeating(call.Outcome)),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = BreakerAttempts,
                SamplingDuration = BreakerWindow,
                BreakDuration = BreakerPause,
                ShouldHandle = call => new ValueTask<bool>(IsTrouble(call.Outcome)),
            })
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = call => new ValueTask<TimeSpan>(IsList(call.Context) ? ListAttempt : MakesForm(call.Context) ? FormAttempt : Attempt) });
    }

    /// <summary>Reading does no harm; anything else only under a key, by which Stripe recognises the repetition.</summary>
    private static bool MayRepeat(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || request.Headers.Contains("Idempotency-Key"));

    /// <summary>A conflict is a call under the same key that still runs: its answer will be ours.</summary>
    private static bool StillRuns(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { StatusCode: HttpStatusCode.Conflict } answer && ShouldRetry(answer) is not false;

    /// <summary>Stripe's word counts, where it says one.</summary>
    private static bool WorthRepeating(Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Result is { StatusCode: HttpStatusCode.Conflict })
            return false;
        if (outcome.Result is { } answer && ShouldRetry(answer) is { } word)
            return word;
        return outcome.Exception is not BrokenCircuitException && IsTrouble(outcome);
    }

    /// <summary>What Stripe says of it itself; null where it says nothing.</summary>
    private static bool? ShouldRetry(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Stripe-Should-Retry", out var words) ? words.Contains("true", StringComparer.OrdinalIgnoreCase) : null;

    private static bool IsTrouble(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests } => true,
        _ => false,
    };

    private static bool MakesForm(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Method == HttpMethod.Post && request.RequestUri?.AbsolutePath == "/v1/checkout/sessions";

    private static bool IsList(ResilienceContext context) =>
        context.GetRequestMessage() is { RequestUri.Query: { Length: > 0 } query } request
        && request.Method == HttpMethod.Get
        && query.Contains("limit=", StringComparison.Ordinal);
}
