using BlazorShop.Common;
using Microsoft.AspNetCore.Http.Features;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>The raw bytes of a delivery, before anybody knows who sent them.</summary>
internal static class StripeWebhookBody
{
    /// <summary>How long a body may take to arrive; Stripe's own take milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MaxBody = 1024 * 1024;

    /// <summary>The bytes; or the status that says why there are none: too many (413), too slow (408), or broken off (400).</summary>
    public static async Task<(byte[]? Body, int Status)> ReadAsync(HttpContext http, TimeProvider time, CancellationToken ct)
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
}
