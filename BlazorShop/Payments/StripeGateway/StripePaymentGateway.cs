using BlazorShop.Common;
using Microsoft.AspNetCore.Hosting.Server;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Stripe through its own client, at Stripe's address or at the sandbox's: one gateway, two addresses.</summary>
public sealed partial class StripePaymentGateway(
    StripeOptions options, IHttpClientFactory http, IServer server, IHostApplicationLifetime lifetime) : IPaymentGateway
{
    /// <summary>The name of the HTTP client, for whoever configures it.</summary>
    public const string HttpClientName = "Stripe";

    // Made at the first call: only then does a server that hosts the sandbox know its own address.
    private readonly Lazy<StripeClient> client = new(() => new StripeClient(new StripeClientOptions
    {
        ApiKey = options.SecretKey,
        ApiBase = options.ResolveApiBase(server),
        HttpClient = new SystemNetHttpClient(http.CreateClient(HttpClientName), maxNetworkRetries: 0, appInfo: null, enableTelemetry: false),
    }));

    public IPaymentProvider Provider => StripeProvider.Instance;

    public string Environment => options.Environment;

    public async Task<string?> AccountAsync(CancellationToken ct)
    {
        if (options.Sandbox)
            return null;
        try
        {
            return await CallAsync<string?>(async stripe => (await stripe.V1.Accounts.GetSelfAsync(cancellationToken: ct)).Id);
        }
        catch (PaymentGatewayException refused) when (refused.Problem is GatewayProblem.NotAllowed or GatewayProblem.NotFound or GatewayProblem.Rejected)
        {
            // A restricted key need not be allowed to ask.
            return null;
        }
    }

    public Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        CallAsync(async stripe => await WholeAsync(stripe, await stripe.V1.Checkout.Sessions.CreateAsync(
            StripeSessions.ToOptions(request, customerReference), new RequestOptions { IdempotencyKey = idempotencyKey }, ct), ct));

    public Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) => CallAsync(async stripe =>
        await WholeAsync(stripe, await stripe.V1.Checkout.Sessions.GetAsync(
            sessionReference, new SessionGetOptions { Expand = StripeSessions.Expand }, cancellationToken: ct), ct));

    public Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) => CallAsync<PaymentSession?>(async stripe =>
    {
        var options = new SessionListOptions
        {
            Customer = customerReference,
            Limit = PageSize,
            Expand = [.. StripeSessions.Expand.Select(field => "data." + field)],
        };
        await foreach (var session in stripe.V1.Checkout.Sessions.ListAutoPagingAsync(options, cancellationToken: ct))
        {
            if (StripeSessions.ToSession(session) is { } found && found.Payment == payment)
                return found;
        }

        return null;
    });

    public async Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct)
    {
        try
        {
            return await CallAsync(async stripe => await WholeAsync(stripe, await stripe.V1.Checkout.Sessions.ExpireAsync(
                sessionReference, new SessionExpireOptions { Expand = StripeSessions.Expand }, cancellationToken: ct), ct));
        }
        catch (PaymentGatewayException refused) when (refused.Problem == GatewayProblem.Rejected)
        {
            // Only an open session can be expired: it has just been paid, or has expired by itself. Stripe's word decides.
            return await GetSessionAsync(sessionReference, ct);
        }
    }

    /// <summary>Workers begin before the server listens, and the sandbox lives on it: without its address there is nobody to ask.</summary>
    private async ValueTask<StripeClient> ClientAsync()
    {
        if (options is { Sandbox: true, ApiBase: null } && !lifetime.ApplicationStarted.IsCancellationRequested)
        {
            var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var started = lifetime.ApplicationStarted.Register(() => listening.TrySetResult());
            using var stopping = lifetime.ApplicationStopping.Register(() => listening.TrySetCanceled());
            await listening.Task;
        }

        return client.Value;
    }

    private async Task<T> CallAsync<T>(Func<StripeClient, Task<T>> call)
    {
        try
        {
            return await call(await ClientAsync());
        }
        catch (Exception failure) when (StripeFailures.ToOurs(failure) is { } ours)
        {
            throw ours;
        }
    }
}
