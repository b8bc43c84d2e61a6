using BlazorShop.Data;

namespace BlazorShop.Subscriptions;

/// <summary>Subscriptions. One that runs is ended before anything is erased: nothing may be collected from somebody nobody knows.</summary>
internal sealed class SubscriptionPersonalData(SubscriptionService subscriptions) : IPersonalData
{
    public int Place => 40;

    public async Task ExportAsync(PersonalFile file, Person person, CancellationToken ct) =>
        file.Add("subscriptions", (await subscriptions.ListAsync(person.Customer, ct)).Select(Tell).ToList());

    public async Task<ErasureRefusal?> PrepareAsync(Person person, CancellationToken ct)
    {
        foreach (var running in (await subscriptions.ListAsync(person.Customer, ct)).Where(s => !s.IsOver))
        {
            if (await subscriptions.EndAsync(running.Id, "erasure", ct) is not (SubscriptionChanged.Done or SubscriptionChanged.NotFound))
                return ErasureRefusal.SubscriptionNotEnded;
        }

        return null;
    }

    public async Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct)
    {
        if (await SubscriptionService.IsRunningAsync(db, person.Customer, ct))
            return ErasureRefusal.SubscriptionNotEnded;
        await SubscriptionService.ForgetAsync(db, person.Customer, ct);
        return null;
    }

    private static object Tell(Subscription subscription) => new
    {
        name = subscription.Item.Name,
        options = subscription.Item.Options,
        sku = subscription.Item.Sku,
        price = PersonalFile.Of(subscription.Total),
        every = subscription.Recurrence.ToString(),
        status = subscription.Status.ToString(),
        email = subscription.Email,
        shippingAddress = subscription.ShippingAddress,
        reference = subscription.Reference,
        createdAt = subscription.CreatedAt,
        paidUntil = subscription.PeriodEnd,
        endedAt = subscription.EndedAt,
    };
}
