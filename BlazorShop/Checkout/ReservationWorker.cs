using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Payments;

namespace BlazorShop.Checkout;

/// <summary>
/// Closes forms whose cart has changed since they were opened, so that nobody pays the old total, and forms whose time is over, and with them gives
/// back the stock. A cart rings it at each change; a pass a minute catches what a crash left.
/// </summary>
public sealed partial class ReservationWorker : PeriodicWorker
{
    private readonly Rounds<PaymentId> outdated = new();
    private readonly PaymentSessions payments;
    private readonly CartService carts;
    private readonly ILogger<ReservationWorker> logger;

    public ReservationWorker(PaymentSessions payments, CartService carts, TimeProvider time, ILogger<ReservationWorker> logger)
        : base(TimeSpan.FromMinutes(1), time, logger)
    {
        this.payments = payments;
        this.carts = carts;
        this.logger = logger;
        carts.Changed += _ => Ring();
    }

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var overdue = await payments.OverdueAsync(ct);
        var live = await payments.LiveWithCartsAsync(ct);
        if (live.Count == 0 && overdue.Count == 0)
            return;
        var versions = await carts.VersionsAsync([.. live.Select(l => l.Cart).Distinct()], ct);
        var due = live.Where(l => !versions.TryGetValue(l.Cart, out var now) || now != l.CartVersion).Select(l => l.Payment).Union(overdue).ToList();
        await outdated.RunAsync(due, payment => payments.CloseAsync(payment, ct), (payment, failure) =>
        {
            if (failure is PaymentGatewayException { Problem: var problem })
                NotClosed(logger, payment, problem);
            else
                NotGivenBack(logger, payment, failure);
            return Task.CompletedTask;
        }, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Payment {Payment} is out of date, and its goods could not be given back; the next pass tries again")]
    private static partial void NotGivenBack(ILogger logger, PaymentId payment, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment} is out of date and could not be closed yet ({Problem})")]
    private static partial void NotClosed(ILogger logger, PaymentId payment, GatewayProblem problem);
}
