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
    private const int Batch = 200;

    private readonly CustomerService customers;
    private readonly CardDesk cards;
    private readonly ILogger<CustomerAddressWorker> logger;

    public CustomerAddressWorker(CustomerService customers, CardDesk cards, TimeProvider time, ILogger<CustomerAddressWorker> logger)
        : base(TimeSpan.FromMinutes(1), time, logger)
    {
        this.customers = customers;
        this.cards = cards;
        this.logger = logger;
        customers.DefaultChanged += _ => Ring();
    }

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var (customer, since) in await customers.ToTellAsync(Batch, ct))
        {
            try
            {
                if (await cards.KeepAddressAsync(customer, await customers.DefaultAddressAsync(customer, ct), ct))
                    await customers.ToldAsync(customer, since, ct);
            }
            catch (PaymentGatewayException failure)
            {
                NotTold(logger, customer, failure.Problem);
                if (failure.Problem == GatewayProblem.Unavailable)
                    return;
                // Refused or unknown there: the same call would be refused again. The next purchase tells its own address.
                if (failure.Problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
                    await customers.ToldAsync(customer, since, ct);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The default address of customer {Customer} could not be told to the payment provider ({Problem})")]
    private static partial void NotTold(ILogger logger, CustomerId customer, GatewayProblem problem);
}
