namespace BlazorShop.Assurance;

internal static class AssuranceSetup
{
    public static WebApplicationBuilder AddAssurance(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Invariants>();
        builder.Services.AddSingleton<InvariantsWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<InvariantsWorker>());
        return builder;
    }
}
