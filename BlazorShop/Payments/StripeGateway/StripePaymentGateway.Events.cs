using System.Runtime.CompilerServices;
using System.Text;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What happened there, for events that never arrived here.</summary>
public sealed partial class StripePaymentGateway
{
    /// <summary>So many types of events one call may ask for.</summary>
    private const int MostTypes = 20;

    public async IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        // Stripe lists the newest first; what happened is applied in the order in which it did.
        var events = new List<ProviderEvent>();
        foreach (var types in StripeEventReader.Types.Chunk(MostTypes))
        {
            var options = new EventListOptions
            {
                Types = [.. types],
                Created = new DateRangeOptions { GreaterThanOrEqual = since },
                Limit = PageSize,
            };
            await foreach (var happened in Each(stripe => stripe.V1.Events.ListAutoPagingAsync(options, cancellationToken: ct), ct))
            {
                var body = Encoding.UTF8.GetBytes(happened.RawJsonElement is { } raw ? raw.GetRawText() : happened.ToJson());
                events.Add(new ProviderEvent(happened.Id, happened.Type, (happened.Data?.Object as IHasId)?.Id, happened.ApiVersion, body, happened.Created));
            }
        }

        events.Reverse();
        foreach (var happened in events.OrderBy(e => e.CreatedAt))
            yield return happened;
    }
}
