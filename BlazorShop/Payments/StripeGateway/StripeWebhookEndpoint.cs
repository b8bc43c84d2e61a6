using System.Text;
using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Payments.Inbox;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>
/// Verifies the raw bytes, stores them, answers. Nothing else: no call to Stripe, no email, no parsing beyond what the event is
/// called. What a stored event means is the inbox's business.
/// </summary>
internal sealed partial class StripeWebhookEndpoint(
    StripeOptions options, PaymentInbox inbox, InboxWorker worker, TimeProvider time, ILogger<StripeWebhookEndpoint> logger)
{
    /// <summary>How long a body may take to arrive; Stripe's own take milliseconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MaxBody = 1024 * 1024;
    private const int MaxHeader = 4096;
    private static readonly UTF8Encoding strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] keptHeaders = ["Stripe-Signature", "Content-Type", "User-Agent"];

    private static readonly string[] otherMethods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void Map(WebApplication app)
    {
        const string path = "/webhooks/stripe";
        app.MapPost(path, (HttpContext http, StripeWebhookEndpoint endpoint) => endpoint.ReceiveAsync(http))
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(new SkipStatusCodePagesAttribute());
        // Else the pages' own not-found would answer.
        app.MapMethods(path, otherMethods, () => Results.StatusCode(StatusCodes.Status405MethodNotAllowed))
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(new SkipStatusCodePagesAttribute());
    }

    public async Task<IResult> ReceiveAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var (body, unread) = await BodyAsync(http, ct);
        if (body is null)
        {
            Unread(logger, unread);
            // What may still come of it is not waited for.
            http.Response.Headers.Connection = "close";
            return Results.StatusCode(unread);
        }

        if (Verified(http.Request.Headers["Stripe-Signature"].ToString(), body) is { } refused)
            return Refuse(refused);
        if (StripeEnvelope.Read(body) is not { } envelope)
            return Refuse("the body is not an event");
        if (envelope.Livemode != options.Live)
            return Refuse(options.Live ? "a test event on a live shop" : "a live event on a shop in test mode");

        var now = time.GetUtcNow().UtcDateTime;
        try
        {
            var stored = await inbox.StoreAsync(
                new InboxEvent
                {
                    Id = envelope.Id,
                    Provider = StripeProvider.Instance.Key,
                    Type = envelope.Type,
                    ObjectId = envelope.ObjectId,
                    ApiVersion = envelope.ApiVersion,
                    Livemode = envelope.Livemode,
                    CreatedAtProvider = envelope.CreatedAt,
                    Payload = body,
                    Headers = Headers(http.Request.Headers),
                    Source = "webhook",
                    ReceivedAt = now,
                    NextAt = now,
                },
                ct);
            if (stored)
                worker.Ring();
            return Results.Ok();
        }
#pragma warning disable CA1031 // Whatever the database said: Stripe must try again.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            NotStored(logger, envelope.Id, failure);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>How it came and who signed it, in what there is room for.</summary>
    private static string Headers(IHeaderDictionary headers)
    {
        for (var keep = 2048; ; keep /= 2)
        {
            var kept = keptHeaders.Where(headers.ContainsKey).ToDictionary(name => name, name => Start(headers[name].ToString(), keep));
            var json = JsonSerializer.Serialize(kept);
            if (json.Length <= InboxEventConfiguration.MaxHeaders)
                return json;
        }
    }

    private static string Start(string text, int length) => Common.Text.Limit(text, length);

    /// <summary>The bytes; or the status that says why there are none: too many (413), too slow (408), or broken off (400).</summary>
    private async Task<(byte[]? Body, int Status)> BodyAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength > MaxBody)
            return (null, StatusCodes.Status413PayloadTooLarge);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = 8 * MaxBody; // The server counts the frames of a chunked body too; what is in them is counted below.
        // The server's own minimum is bytes per second, and who keeps to it may take an hour.
        using var slow = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, slow.Token);
        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, either.Token)) > 0)
            {
                if (body.Length + read > MaxBody)
                    return (null, StatusCodes.Status413PayloadTooLarge);
                body.Write(buffer, 0, read);
            }
        }
        catch (Exception failure) when (BrokenBody.StatusOf(failure) is not null)
        {
            return (null, BrokenBody.StatusOf(failure)!.Value);
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (null, StatusCodes.Status408RequestTimeout);
        }

        return (body.ToArray(), StatusCodes.Status200OK);
    }

    /// <summary>Null when one of our secrets signed these bytes within the tolerance; else why not.</summary>
    private string? Verified(string header, byte[] body)
    {
        if (header.Length is 0 or > MaxHeader)
            return "the signature is missing or too long";
        string text;
        try
        {
            text = strictUtf8.GetString(body);
        }
        catch (ArgumentException)
        {
            return "the body is not UTF-8";
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var why = "no secret is configured";
        foreach (var secret in options.WebhookSecrets)
        {
            try
            {
                EventUtility.ValidateSignature(text, header, secret, EventUtility.DefaultTimeTolerance, now);
                return null;
            }
            catch (Exception failure) when (failure is StripeException or OverflowException or FormatException or ArgumentException or NullReferenceException)
            {
                // The SDK answers odd headers with more than its own exception.
                why = failure is StripeException ? failure.Message : "the signature header is malformed";
            }
        }

        return why;
    }

    private IResult Refuse(string why)
    {
        Refused(logger, why);
        return Results.StatusCode(StatusCodes.Status400BadRequest);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook delivery was refused: {Why}")]
    private static partial void Refused(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook delivery was refused: its body is too long, too slow or broken off ({Status})")]
    private static partial void Unread(ILogger logger, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Event} could not be stored; Stripe will deliver it again")]
    private static partial void NotStored(ILogger logger, string @event, Exception failure);
}
