namespace BlazorShop.Payments.StripeGateway;

/// <summary>
/// Forms end, keys are remembered and signatures are valid by the clock of each side: where they are more than a minute apart, the
/// log says so, at most once an hour.
/// </summary>
internal sealed partial class ProviderClock(StripeOptions options, TimeProvider time, ILogger<ProviderClock> logger)
{
    private static readonly TimeSpan tolerance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan pause = TimeSpan.FromHours(1);
    private long warnedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <param name="theirs">The <c>Date</c> header of an answer.</param>
    public void Compare(DateTimeOffset? theirs)
    {
        var now = time.GetUtcNow();
        if (options.Sandbox || theirs is not { } there || (now - there).Duration() <= tolerance)
            return;
        var last = Interlocked.Read(ref warnedAt);
        if (now.UtcTicks - last >= pause.Ticks && Interlocked.CompareExchange(ref warnedAt, now.UtcTicks, last) == last)
            Differs(logger, (int)(now - there).TotalSeconds, now, there);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This machine's clock is {Seconds} s ahead of Stripe's ({Here:O}, {There:O}): set it by NTP, or forms end and signatures fail at the wrong time")]
    private static partial void Differs(ILogger logger, int seconds, DateTimeOffset here, DateTimeOffset there);
}

internal sealed class ClockComparison(ProviderClock clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        clock.Compare(answer.Headers.Date);
        return answer;
    }
}
