using BlazorShop.Common;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>The buyer, as Stripe knows them.</summary>
public sealed partial class StripePaymentGateway
{
    public Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) => CallAsync(async stripe =>
    {
        var created = await stripe.V1.Customers.CreateAsync(
            new CustomerCreateOptions { Email = email, Metadata = new Dictionary<string, string> { ["customer_id"] = customer.ToString() } },
            new RequestOptions { IdempotencyKey = idempotencyKey },
            ct);
        return created.Id;
    });

    public Task UpdateCustomerAsync(string customerReference, string email, BlazorShop.Common.Address shipping, CancellationToken ct)
    {
        var change = new CustomerUpdateOptions { Email = email };
        // Where the form asks, it offers what Stripe knows already. Set to null it would go out empty, which unsets it.
        if (!shipping.IsCountryOnly())
            change.Shipping = StripeAddresses.ToChange(shipping);
        return CallAsync(stripe => stripe.V1.Customers.UpdateAsync(customerReference, change, cancellationToken: ct));
    }

    public async Task DeleteCustomerAsync(string customerReference, CancellationToken ct)
    {
        try
        {
            await CallAsync(stripe => stripe.V1.Customers.DeleteAsync(customerReference, cancellationToken: ct));
        }
        catch (PaymentGatewayException gone) when (gone.Problem == GatewayProblem.NotFound)
        {
            // Deleted by an earlier call whose answer was lost, or by hand.
        }
    }
}
