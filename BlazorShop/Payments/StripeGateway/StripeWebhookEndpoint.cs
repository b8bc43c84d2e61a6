using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Payments.Inbox;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>
/// Verifies the raw bytes, stores them, answers. Nothing else: no call to Stripe, no email, no parsing beyond what the event is
/// called. What a stored event means is the inbox's business.
/// </summary>
internal sealed partial class StripeWebhookEndpoint(
    StripeOptions options, PaymentInbox inbox, InboxWorker worker, TimeProvider time, ILogger<StripeWebhookEndpoint> logger)
{
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
        var (body, unread) = await StripeWebhookBody.ReadAsync(http, time, ct);
        if (body is null)
        {
            Unread(logger, unread);
            // What may still come of it is not waited for.
            http.Response.Headers.Connection = "close";
            return Results.StatusCode(unread);
        }

        if (StripeSignature.WhyRefused(http.Request.Headers["Stripe-Signature"].ToString(), body, options.WebhookSecrets, time.GetUtcNow()) is { } refused)
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
            var kept = keptHeaders.Where(headers.ContainsKey).ToDictionary(name => name, name => Text.Limit(headers[name].ToString(), keep));
            var json = JsonSerializer.Serialize(kept);
            if (json.Length <= InboxEventConfiguration.MaxHeaders)
                return json;
        }
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
