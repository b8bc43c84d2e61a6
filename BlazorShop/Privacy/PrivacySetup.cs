namespace BlazorShop.Privacy;

internal static class PrivacySetup
{
    public static WebApplicationBuilder AddPrivacy(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PersonalExport>();
        builder.Services.AddSingleton<Erasure>();
        builder.Services.AddSingleton<ErasureWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ErasureWorker>());
        return builder;
    }
}
