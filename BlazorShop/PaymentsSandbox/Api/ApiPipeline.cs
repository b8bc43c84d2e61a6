using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What happens to every request: key check, trouble, parameters, idempotency, answer in Stripe's shape.</summary>
internal sealed partial class ApiPipeline(SandboxStore store, SandboxSettings settings, TimeProvider time, ILogger<ApiPipeline> logger)
{
    private static readonly TimeSpan SlowBy = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, bool> _running = new();

    public async Task AnswerAsync(HttpContext http, Operation? operation)
    {
        var key = http.Request.Headers["Idempotency-Key"].FirstOrDefault();
        var request = new RequestMark(SandboxIds.New("req", 14), string.IsNullOrEmpty(key) || !Ascii.IsValid(key) ? null : key);
        var headers = http.Response.Headers;
        headers["Request-Id"] = request.Id;
        headers["Stripe-Version"] = SandboxSettings.ApiVersion;
        headers.CacheControl = "no-cache, no-store";

        StoredAnswer answer;
        try
        {
            await CheckKeyAndTroubleAsync(http);
            if (operation is null)
                throw new ApiError(404, "invalid_request_error",
                    $"Unrecognized request URL ({http.Request.Method}: {http.Request.Path.Value?.Replace("/sandbox/stripe", "", StringComparison.Ordinal)}).");
            answer = await PerformAsync(http, operation, request);
        }
        catch (ApiError error)
        {
            answer = new StoredAnswer("", error.Status, error.ToJson(request.Id).Write());
        }
        Answered(http.Request.Method, http.Request.Path, answer.Status, request.Id);

        if (http.Request.Method != "GET" && store.Run(work => work.IsOn(Switches.LoseAnswers)))
        {
            http.Abort();
            return;
        }
        if (request.IdempotencyKey is not null)
            headers["Idempotency-Key"] = request.IdempotencyKey;
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.Body, http.RequestAborted);
    }

    private async Task CheckKeyAndTroubleAsync(HttpContext http)
    {
        ApiKey.Check(http.Request.Headers.Authorization.ToString(), settings.SecretKey);
        var (slow, down, limited) = store.Run(work => (work.IsOn(Switches.Slow), work.IsOn(Switches.ApiDown), work.IsOn(Switches.RateLimited)));
        if (slow)
            await Task.Delay(SlowBy, time, http.RequestAborted);
        if (down)
            throw new ApiError(500, "api_error", "An unknown error occurred. (The sandbox was told to be down.)");
        if (limited)
            throw new ApiError(429, "invalid_request_error", "Request rate limit exceeded. (The sandbox was told to limit.)", "rate_limit");
    }

    private async Task<StoredAnswer> PerformAsync(HttpContext http, Operation operation, RequestMark request)
    {
        var body = "";
        if (http.Request.Method != "GET")
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            body = await reader.ReadToEndAsync(http.RequestAborted);
        }
        var query = http.Request.QueryString.Value ?? "";
        var baseUrl = $"{http.Request.Scheme}://{http.Request.Host}";
        var id = http.Request.RouteValues["id"] as string ?? "";
        // Stripe v1 ignores the key on GET and DELETE, which are idempotent as they are.
        var key = http.Request.Method == "POST" ? request.IdempotencyKey : null;
        if (key is { Length: > 255 })
            throw ApiError.Invalid("Idempotency keys are at most 255 characters long.", null, null);
        if (key is not null && !_running.TryAdd(key, true))
            throw new ApiError(409, "idempotency_error",
                $"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later.",
                "idempotency_key_in_use");
        var fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n{body}")));
        try
        {
            var (answer, replayed) = store.Run(work => Perform(work, operation, request, key, fingerprint, id, query + "&" + body, baseUrl), request);
            if (replayed)
                http.Response.Headers["Idempotent-Replayed"] = "true";
            return answer;
        }
        catch (ApiError error) when (key is not null && !error.BeforeExecution)
        {
            var refusal = new StoredAnswer(fingerprint, error.Status, error.ToJson(request.Id).Write());
            store.Run(work => work.KeepAnswer(key, refusal));
            return refusal;
        }
        finally
        {
            if (key is not null)
                _running.TryRemove(key, out _);
        }
    }

    private static (StoredAnswer Answer, bool Replayed) Perform(
        SandboxWork work, Operation operation, RequestMark request, string? key, string fingerprint, string id, string parameters, string baseUrl)
    {
        if (key is not null && work.FindAnswer(key) is { } known)
        {
            if (known.Request == fingerprint)
                return (known, true);
            throw new ApiError(400, "idempotency_error",
                $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{request.IdempotencyKey}' if you meant to execute a different request.")
            { BeforeExecution = true };
        }
        var read = operation.Shape.Read(FormTree.Parse(parameters));
        var result = operation.Handle(new ApiCall(work, read, id, baseUrl)).Shown();
        if (work.Refusal is { } refusal)
        {
            var refused = new StoredAnswer(fingerprint, refusal.Status, refusal.ToJson(request.Id).Write());
            if (key is not null)
                work.KeepAnswer(key, refused);
            return (refused, false);
        }
        Expansion.Apply(work, result, (read["expand"] as JsonArray)?.Select(path => path!.GetValue<string>()) ?? []);
        var answer = new StoredAnswer(fingerprint, 200, result.Write());
        if (key is not null)
            work.KeepAnswer(key, answer);
        return (answer, false);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sandbox API {Method} {Path}: {Status} ({Request})")]
    private partial void Answered(string method, string path, int status, string request);
}
