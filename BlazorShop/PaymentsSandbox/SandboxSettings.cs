namespace BlazorShop.PaymentsSandbox;

/// <summary>The sandbox's configuration, read when used: the shop may fill in keys while it starts.</summary>
internal sealed class SandboxSettings(IConfiguration configuration, IHostEnvironment environment)
{
    public const string ApiVersion = "2026-10-28.endive";
    public const string HttpClientName = "PaymentsSandbox";

    public string? SecretKey => configuration["Stripe:SecretKey"];

    public string? WebhookSecret => configuration["Stripe:WebhookSecret"];

    public string? WebhookUrl => configuration["Sandbox:WebhookUrl"];

    public string Database => configuration["Sandbox:Database"]
        ?? $"Data Source={Path.Combine(environment.ContentRootPath, "App_Data", "sandbox.db")}";

    public static bool IsOn(IConfiguration configuration) =>
        string.Equals(configuration["Payments:Mode"], "Sandbox", StringComparison.OrdinalIgnoreCase);

    /// <summary>Lock 2: a pretend Stripe never starts where money could be real.</summary>
    public static void Guard(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.EnvironmentName is not ("Development" or "Demo" or "Testing"))
            throw new InvalidOperationException(
                $"Payments:Mode is Sandbox, which is refused in the environment '{environment.EnvironmentName}'. "
                + "Set Payments:Mode to Stripe, or run in Development, Demo or Testing.");
        var key = configuration["Stripe:SecretKey"]?.Trim();
        if (key is not null && (key.StartsWith("sk_live", StringComparison.Ordinal) || key.StartsWith("rk_live", StringComparison.Ordinal)))
            throw new InvalidOperationException(
                "Stripe:SecretKey is a live key while Payments:Mode is Sandbox. Remove the key, or set Payments:Mode to Stripe.");
    }
}
