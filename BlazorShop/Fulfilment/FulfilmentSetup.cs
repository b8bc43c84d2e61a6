namespace BlazorShop.Fulfilment;

internal static class FulfilmentSetup
{
    public static WebApplicationBuilder AddFulfilment(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IFulfilment, FulfilmentService>();
        return builder;
    }
}
