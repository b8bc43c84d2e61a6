using System.Text;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Events;

/// <summary>Brings events to the shop, in parallel and in no promised order, again and again until it answers 2xx.</summary>
internal sealed partial class EventDelivery(
    SandboxStore store, SandboxSettings settings, WebhookTarget target, DeliverySignal signal, IHttpClientFactory clients,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EventDelivery> logger) : BackgroundService
{
    private const int Batch = 50;
    private const int AtOnce = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Stripe gives up after three days; so does this list.</summary>
    private static readonly TimeSpan[] Backoff =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(8), TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    private readonly SemaphoreSlim _onePass = new(1, 1);

    /// <summary>Sends every delivery that is due now.</summary>
    public async Task DeliverDueAsync(CancellationToken ct)
    {
        await _onePass.WaitAsync(ct);
        try
        {
            while (Due() is { Count: > 0 } due)
                await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, SendAsync);
        }
        finally
        {
            _onePass.Release();
        }
    }

    public override void Dispose()
    {
        _onePass.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The shop must be listening before anything is sent to it.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ready = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeliverDueAsync(stoppingToken);
                await signal.WaitAsync(UntilNextDue(), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                PassFailed(error);
                await signal.WaitAsync(LongestWait, time, stoppingToken);
            }
        }
    }

    private List<Delivery> Due() => store.Run(work => work.IsOn(Switches.HoldWebhooks) ? [] : work.DueDeliveries(Batch));

    private TimeSpan UntilNextDue()
    {
        var next = store.Run(work => work.IsOn(Switches.HoldWebhooks) ? null : work.NextDue());
        var wait = next is null ? LongestWait : DateTimeOffset.FromUnixTimeMilliseconds(next.Value) - time.GetUtcNow();
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait > LongestWait ? LongestWait : wait;
    }

    private async ValueTask SendAsync(Delivery delivery, CancellationToken ct)
    {
        var (ok, answer) = await TryAsync(delivery, ct);
        var attempts = delivery.Attempts + 1;
        var state = ok ? "delivered" : attempts > Backoff.Length ? "given up" : "waiting";
        var due = state == "waiting" ? time.GetUtcNow().Add(Backoff[attempts - 1]).ToUnixTimeMilliseconds() : delivery.Due;
        store.Run(work => work.Save(delivery with { Attempts = attempts, State = state, Due = due, Answer = answer }));
        if (!ok)
            NotAccepted(delivery.Event, attempts, answer);
    }

    private async Task<(bool Ok, string Answer)> TryAsync(Delivery delivery, CancellationToken ct)
    {
        if (store.Run(work => work.Find(EventObject.Kind, delivery.Event)) is not { } happening)
            return (true, "event is gone");
        // Rendered once and never again: retries carry the same body under a fresh timestamp.
        var body = happening.Write();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Address)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.TryAddWithoutValidation(
                "Stripe-Signature", WebhookSignature.Header(body, settings.WebhookSecret?.Trim() ?? "", time.GetUtcNow().ToUnixTimeSeconds()));
            request.Headers.UserAgent.ParseAdd("Stripe/1.0");
            using var client = clients.CreateClient(SandboxSettings.HttpClientName);
            using var response = await client.SendAsync(request, ct);
            return (response.IsSuccessStatusCode, ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (false, error is OperationCanceledException ? "no answer in time" : error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sandbox event {Event} was not accepted at attempt {Attempt}: {Answer}")]
    private partial void NotAccepted(string @event, int attempt, string answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sandbox event delivery stumbled and will go on")]
    private partial void PassFailed(Exception error);
}
