namespace BlazorShop.Customers;

internal static class CustomersSetup
{
    public static WebApplicationBuilder AddCustomers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CustomerService>();
        return builder;
    }
}
