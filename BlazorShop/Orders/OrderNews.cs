using BlazorShop.Common;
using BlazorShop.Web;

namespace BlazorShop.Orders;

/// <summary>Carries the feed between instances: whose order has changed, and no more.</summary>
internal sealed class OrderNews : ISharedNews
{
    private readonly OrderStatusFeed feed;

    public OrderNews(OrderStatusFeed feed)
    {
        this.feed = feed;
        feed.Announced += customer => Announced?.Invoke(customer.ToString());
    }

    public event Action<string>? Announced;

    public string Topic => "orders";

    public void Hear(string word)
    {
        if (Guid.TryParse(word, out var customer))
            feed.Tell(new CustomerId(customer));
    }
}
