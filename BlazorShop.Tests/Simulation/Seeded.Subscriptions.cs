using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Tests.Simulation;

/// <summary>Faults about what recurs.</summary>
internal sealed partial class Seeded
{
    /// <summary>It can only be found where something recurs.</summary>
    public bool Recurs { get; init; }

    public Func<ISubscriptionGateway, Universe, ISubscriptionGateway>? Recurring { get; init; }

    public Func<ISubscriptionListener, Universe, ISubscriptionListener>? Renewing { get; init; }

    public ISubscriptionGateway Subscriptions(ISubscriptionGateway inner, Universe universe) => Recurring is null ? inner : Recurring(inner, universe);

    public ISubscriptionListener Subscriptions(ISubscriptionListener inner, Universe universe) => Renewing is null ? inner : Renewing(inner, universe);
}
