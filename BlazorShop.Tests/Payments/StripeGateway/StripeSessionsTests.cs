using BlazorShop.Payments.StripeGateway;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.Payments.StripeGateway;

public sealed class StripeSessionsTests
{
    [Fact]
    public void What_a_buyer_typed_into_the_form_fits_into_the_order()
    {
        var far = new string('x', 5000);
        var read = StripeSessions.ToSession(new Session
        {
            Id = "cs_1",
            Status = "complete",
            PaymentStatus = "paid",
            CollectedInformation = new SessionCollectedInformation
            {
                ShippingDetails = new SessionCollectedInformationShippingDetails
                {
                    Name = far,
                    Address = new Stripe.Address { Line1 = far, Line2 = far, City = far, PostalCode = far, Country = "FR" },
                },
            },
            PaymentIntent = new PaymentIntent { LatestCharge = new Charge { PaymentMethodDetails = new ChargePaymentMethodDetails { Type = far } } },
        });
        var address = read.ShippingAddress!;
        Assert.Equal((120, 120, 120, 80, 16), (address.FullName.Length, address.Line1.Length, address.Line2!.Length, address.City.Length, address.PostalCode.Length));
        Assert.Equal(80, read.PaidWith!.Length);
    }
}
