using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using BlazorShop.Common;

namespace BlazorShop.Web;

/// <summary>
/// Where browsers tell what our content security policy kept them from (<c>report-uri</c> and the Reporting API alike): a counter, and one log line an hour
/// for each kind. Addresses lose their query before anything is kept; what no browser sends is refused.
/// </summary>
internal sealed partial class PolicyReports(TimeProvider time, IMeterFactory meters, ILogger<PolicyReports> logger)
{
    public const string Path = "/csp-reports";
    public const string MeterName = "BlazorShop.Web";

    /// <summary>A page that breaks the policy reports each of its faults.</summary>
    public static readonly RequestLimit Limit = new("csp", 60, request => HttpMethods.IsPost(request.Method) && request.Path == Path);

    private const int MostBytes = 64 * 1024;
    private const int MostKinds = 200;
    private const int MostAtOnce = 20;
    private static readonly TimeSpan pause = TimeSpan.FromHours(1);
    private static readonly string[] types = ["application/csp-report", "application/reports+json", "application/json"];

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);
    private readonly Counter<long> counter = meters.Create(MeterName).CreateCounter<long>("shop.csp.violations", description: "Violations of the content security policy that browsers reported");

    public async Task<IResult> TakeAsync(HttpContext http)
    {
        var type = http.Request.ContentType?.Split(';', 2)[0].Trim();
        if (!types.Contains(type, StringComparer.OrdinalIgnoreCase))
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (http.Request.ContentLength > MostBytes)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        try
        {
            using var body = new MemoryStream();
            var buffer = new byte[8 * 1024];
            for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
            {
                body.Write(buffer, 0, read);
                if (body.Length > MostBytes)
                    return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            }

            using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            var reports = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().Take(MostAtOnce).ToList() : [json.RootElement];
            foreach (var report in reports)
                Take(report);
            return Results.NoContent();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException || BrokenBody.StatusOf(failure) is not null)
        {
            return Results.BadRequest();
        }
    }

    private void Take(JsonElement report)
    {
        if (report.ValueKind != JsonValueKind.Object)
            return;
        var body = Inside(report, "csp-report") ?? Inside(report, "body") ?? report;
        var directive = Word(Text(body, "effective-directive") ?? Text(body, "effectiveDirective") ?? Text(body, "violated-directive"));
        var blocked = WithoutQuery(Text(body, "blocked-uri") ?? Text(body, "blockedURL"));
        var page = WithoutQuery(Text(body, "document-uri") ?? Text(body, "documentURL"));
        if (directive.Length == 0)
            return;
        counter.Add(1, new KeyValuePair<string, object?>("directive", directive));
        var kind = $"{directive} {blocked} {page}";
        var now = time.GetUtcNow();
        if (told.TryGetValue(kind, out var last) ? now - last < pause : told.Count >= MostKinds)
            return;
        told[kind] = now;
        Violated(logger, page, directive, blocked);
    }

    private static JsonElement? Inside(JsonElement report, string name) =>
        report.TryGetProperty(name, out var inside) && inside.ValueKind == JsonValueKind.Object ? inside : null;

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Word(string? text) => Common.Text.Limit(text?.Split(' ', 2)[0] ?? "", 40);

    private static string WithoutQuery(string? address) => Common.Text.Limit(address?.Split('?', '#')[0] ?? "", 200);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A browser kept {Page} from {Directive} {Blocked}, as the content security policy says")]
    private static partial void Violated(ILogger logger, string page, string directive, string blocked);
}
