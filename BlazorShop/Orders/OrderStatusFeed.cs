using System.Collections.Concurrent;
using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>Tells open pages on this server that an order of theirs has changed. Carries no data: whoever hears it reads again.</summary>
public sealed class OrderStatusFeed
{
    private readonly ConcurrentDictionary<CustomerId, ConcurrentDictionary<Guid, Func<Task>>> watchers = new();

    /// <summary>Calls <paramref name="changed"/> at each change of one of this customer's orders until disposed.</summary>
    public IDisposable Watch(CustomerId customer, Func<Task> changed)
    {
        var key = Guid.NewGuid();
        watchers.GetOrAdd(customer, _ => new())[key] = changed;
        return new Subscription(this, customer, key);
    }

    /// <summary>Raised for every change on this server, for whoever carries it to others.</summary>
    public event Action<CustomerId>? Announced;

    /// <summary>An order of this customer changed here.</summary>
    public void Announce(CustomerId customer)
    {
        Tell(customer);
        Announced?.Invoke(customer);
    }

    /// <summary>Tells the pages open on this server, wherever the change was made.</summary>
    public void Tell(CustomerId customer)
    {
        if (!watchers.TryGetValue(customer, out var mine))
            return;
        foreach (var changed in mine.Values)
            _ = Task.Run(changed);
    }

    private sealed class Subscription(OrderStatusFeed feed, CustomerId customer, Guid key) : IDisposable
    {
        public void Dispose()
        {
            if (!feed.watchers.TryGetValue(customer, out var mine))
                return;
            mine.TryRemove(key, out _);
            if (mine.IsEmpty)
                feed.watchers.TryRemove(new KeyValuePair<CustomerId, ConcurrentDictionary<Guid, Func<Task>>>(customer, mine));
        }
    }
}
