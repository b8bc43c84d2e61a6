using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Orders.Letters;

/// <summary>
/// An order as its emails show it. <see cref="Link"/> is the absolute address of the order's page, <see cref="PayLink"/> of the
/// form that pays it.
/// </summary>
public sealed record OrderMail(
    string Number, Quote Quote, Address ShippingAddress, string Link, string? PayLink = null);

/// <summary>A subscription as the emails of its orders tell of it: what, how much and how often, when next, and where it is cancelled.</summary>
/// <param name="Next">When it is collected again; null where it ends with what is paid.</param>
/// <param name="Link">Absolute address of its page.</param>
public sealed record SubscriptionMail(string Name, Money Amount, Recurrence Every, DateTime? Next, string Link);
