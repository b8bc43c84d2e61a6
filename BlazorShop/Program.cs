using BlazorShop.Accounts;
using BlazorShop.Admin;
using BlazorShop.Assurance;
using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Pricing;
using BlazorShop.Privacy;
using BlazorShop.Subscriptions;
using BlazorShop.Web;

#if PAYMENTS_SANDBOX
using BlazorShop.PaymentsSandbox;
#endif

if (args is [HealthProbe.Argument])
    return await HealthProbe.RunAsync(Console.Out);

if (CommandLine.Problem(args) is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

StartupFailure.EndsInOneSentence();
var builder = WebApplication.CreateBuilder(args);
builder.AddData().AddLocalization().AddAccounts().AddCustomers().AddMail();
builder.AddCatalog().AddPricing().AddCarts().AddOrders().AddPayments().AddCheckout().AddSubscriptions().AddFulfilment().AddPrivacy().AddAssurance().AddAdmin();
builder.AddWeb().AddShell();
#if PAYMENTS_SANDBOX
builder.AddPaymentsSandbox();
#endif

var app = builder.Build();
await app.PrepareDatabaseAsync();
app.UseWeb();
app.MapAccounts();
app.MapPayments();
app.MapCatalog();
app.MapCarts();
app.MapOrders();
app.MapCheckout();
app.MapAdmin();
#if PAYMENTS_SANDBOX
app.MapPaymentsSandbox();
#endif
app.MapShop();
await app.RunAsync();
return 0;

/// <summary>The shop, for the tests that start it.</summary>
public partial class Program;
