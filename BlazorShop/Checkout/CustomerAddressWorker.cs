using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;

namespace BlazorShop.Checkout;

/// <summary>
/// Tells the payment provider each customer's default address, which its forms then fill in. The address book rings it; what a
/// crash or a silent provider left is caught up a minute later.
/// </summary>
public sealed partial class CustomerAddressWorker : PeriodicWorker
{
    /// <summary>So many at most are waited for at a time; each pass begins with those who had no turn yet.</summary>
    private const int Most = 10_000;

    private readonly Rounds<CustomerId> untold = new();
    private readonly CustomerService customers;
    private readonly SavedCards cards;
    private readonly ILogger<CustomerAddressWorker> logger;

    public CustomerAddressWorker(CustomerService customers, SavedCards cards, TimeProvider time, ILogger<CustomerAddressWorker> logger)
        : base(TimeSpan.FromMinutes(1), time, logger)
    {
        this.customers = customers;
        this.cards = cards;
        this.logger = logger;
        customers.DefaultChanged += _ => Ring();
    }

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var due = (await customers.AddressSyncDueAsync(Most, ct)).ToDictionary(w => w.Customer, w => w.Since);
        await untold.RunAsync(due.Keys, async customer =>
        {
            if (await cards.KeepAddressAsync(customer, await customers.DefaultAddressAsync(customer, ct), ct))
                await customers.ToldAsync(customer, due[customer], ct);
        }, async (customer, failure) =>
        {
            if (failure is not PaymentGatewayException { Problem: var problem })
            {
                NotKept(logger, customer, failure);
                return;
            }

            NotTold(logger, customer, problem);
            // Refused or unknown there: the same call would be refused again. The next purchase tells its own address.
            if (problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
                await customers.ToldAsync(customer, due[customer], ct);
        }, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The default address of customer {Customer} could not be told; the next pass tries again")]
    private static partial void NotKept(ILogger logger, CustomerId customer, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The default address of customer {Customer} could not be told to the payment provider ({Problem})")]
    private static partial void NotTold(ILogger logger, CustomerId customer, GatewayProblem problem);
}
