using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace BlazorShop.Web;

/// <summary>
/// Answers for what is no fault of the shop's code, wherever it comes up: a request that cannot be read is refused as what it is (400, 408, 413 …), and
/// while the database is out of reach, full or read-only everybody gets 503 with <c>Retry-After</c>, and people a page that needs no database.
/// </summary>
internal sealed partial class Failures(RequestDelegate next, PageAreas areas, TimeProvider time, ILogger<Failures> logger)
{
    /// <summary>Seconds.</summary>
    public const string RetryAfter = "15";

    private static readonly TimeSpan pause = TimeSpan.FromSeconds(30);

    private long toldAt;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception failure) when (!http.Response.HasStarted && StatusOf(http, failure) is { } status)
        {
            http.Response.Clear();
            http.Response.StatusCode = status;
            // A page in its place would be written behind what is on its way already.
            if (http.RequestAborted.IsCancellationRequested && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            if (status == StatusCodes.Status503ServiceUnavailable)
                await ExcuseAsync(http, failure);
            else
                Unreadable(logger, http.Request.Method, status, failure.Message);
        }
    }

    private static int? StatusOf(HttpContext http, Exception failure) =>
        // Nobody reads it any more, and what was being asked for them was broken off.
        http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException || failure is ConnectionResetException ? StatusCodes.Status499ClientClosedRequest
        : BrokenBody.StatusOf(failure) is { } broken ? broken
        // Whoever binds JSON decodes it first.
        : failure is InvalidOperationException && BrokenBody.HasUnknownCharset(http.Request) ? StatusCodes.Status400BadRequest
        // The form that should carry the token could not be read.
        : failure is AntiforgeryValidationException ? StatusCodes.Status400BadRequest
        : DatabaseFailure.IsOutage(failure) ? StatusCodes.Status503ServiceUnavailable
        : null;

    private async Task ExcuseAsync(HttpContext http, Exception failure)
    {
        // One line in a while: an outage meets every request.
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref toldAt);
        if ((last == 0 || time.GetElapsedTime(last, now) > pause) && Interlocked.CompareExchange(ref toldAt, now, last) == last)
            OutOfReach(logger, failure);
        http.Response.Headers.RetryAfter = RetryAfter;
        if (!areas.IsPage(http.Request))
            return;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(WebTexts.Page(WebTexts.All["Outage.Title"], WebTexts.All["Outage.Text"]));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database is out of reach, full or read-only: requests that need it are answered with 503")]
    private static partial void OutOfReach(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A {Method} request could not be read and was answered with {Status}: {Why}")]
    private static partial void Unreadable(ILogger logger, string method, int status, string why);
}
