using BlazorShop.Data;

namespace BlazorShop.Customers;

internal static class CustomersSetup
{
    public static WebApplicationBuilder AddCustomers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CustomerService>();
        builder.Services.AddSingleton<ICustomerRegister>(s => s.GetRequiredService<CustomerService>());
        builder.Services.AddSingleton<IPersonalData, CustomerPersonalData>();
        return builder;
    }
}
