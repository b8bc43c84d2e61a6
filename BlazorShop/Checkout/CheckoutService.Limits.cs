using System.Collections.Concurrent;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;

namespace BlazorShop.Checkout;

/// <summary>Goods are held for who is paying; nobody keeps them from the others without paying.</summary>
public sealed partial class CheckoutService
{
    /// <summary>So many customers are remembered at least before those of the last minute are sorted out.</summary>
    private const int Remembered = 1000;

    private static readonly TimeSpan minute = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<CustomerId, Queue<DateTime>> starts = new();

    /// <summary>What the provider's forms take of this currency; null where the amount is within it.</summary>
    private static CheckoutProblem? OutOfRange(Money total)
    {
        var (least, most) = (Currencies.LeastCharge(total.Currency), Currencies.MostCharge(total.Currency));
        return total < least ? new CheckoutProblem(CheckoutProblemKind.TooLittle) { Was = least, Now = total }
            : total > most ? new CheckoutProblem(CheckoutProblemKind.TooMuch) { Was = most, Now = total }
            : null;
    }

    /// <summary>Counted on this instance alone: whoever asks again and again costs the provider's patience, not the books.</summary>
    private CheckoutStart.Unavailable? IsTooFast(CustomerId customer)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (starts.Count > Remembered)
        {
            foreach (var (other, times) in starts)
            {
                lock (times)
                {
                    if (times.Count == 0 || now - times.Last() >= minute)
                        starts.TryRemove(other, out _);
                }
            }
        }

        var mine = starts.GetOrAdd(customer, _ => new Queue<DateTime>());
        lock (mine)
        {
            while (mine.Count > 0 && now - mine.Peek() >= minute)
                mine.Dequeue();
            if (mine.Count >= limits.StartsAMinute)
                return new CheckoutStart.Unavailable(CheckoutObstacle.TooFast);
            mine.Enqueue(now);
            return null;
        }
    }

    /// <summary>
    /// What keeps this customer from holding so much more. Joins the caller's transaction, which has locked the customer: two orders at once are
    /// counted one after the other.
    /// </summary>
    private async Task<CheckoutStart?> LimitAsync(ShopDbContext db, CustomerId customer, IReadOnlyList<(VariantId Variant, string Name, int Quantity)> wanted, CancellationToken ct)
    {
        if (await payments.NextFormAsync(db, customer, limits.FormsADay, ct) is { } next)
            return new CheckoutStart.TooManyForms(limits.FormsADay, next);
        var held = await StockService.HeldAsync(db, await PaymentSessions.HoldingAsync(db, customer, ct), ct);
        List<CheckoutProblem> problems =
        [
            .. wanted.Where(w => w.Quantity + held.GetValueOrDefault(w.Variant) > limits.MostPerVariant)
                .Select(w => new CheckoutProblem(CheckoutProblemKind.TooManyOfOne, w.Name) { Wanted = w.Quantity, Most = limits.MostPerVariant, Held = held.GetValueOrDefault(w.Variant) }),
        ];
        var (all, already) = (wanted.Sum(w => w.Quantity), held.Values.Sum());
        if (problems.Count == 0 && all + already > limits.MostHeld)
            problems.Add(new CheckoutProblem(CheckoutProblemKind.TooManyItems) { Wanted = all, Most = limits.MostHeld, Held = already });

        return problems.Count == 0 ? null : new CheckoutStart.CartChanged(problems);
    }

    /// <summary>There is time enough left to fill it in; of the last form an order has, all the time that is left.</summary>
    private bool CanShow(Payment live, Order order)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return order.HadLastForm ? now < FormTimes.Until(live.ExpiresAt) : now - live.CreatedAt < FormTimes.Freshness;
    }

    /// <summary>A payment's form, opened before or now; null where the try had to be given up, so that the next one can begin.</summary>
    private async Task<PaymentSession?> OpenAgainAsync(Payment live, CancellationToken ct)
    {
        try
        {
            return await payments.OpenAsync(live.Id, ct);
        }
        catch (PaymentGatewayException failure) when (failure.IsGivenUp)
        {
            return null;
        }
    }
}
