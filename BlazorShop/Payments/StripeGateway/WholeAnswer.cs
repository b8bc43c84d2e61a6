namespace BlazorShop.Payments.StripeGateway;

/// <summary>An answer has arrived when its last byte has: what stalls in the middle counts as no answer.</summary>
internal sealed class WholeAnswer : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            return answer;
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            answer?.Dispose();
            throw new HttpRequestException("The connection was given up before the answer was complete.", broken);
        }
    }
}
