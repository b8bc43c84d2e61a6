namespace BlazorShop.Components;

/// <summary>Whether the layout must say that no money moves: what <c>Payments__Mode</c> says, or what follows where it says nothing.</summary>
internal sealed class SandboxNotice(IConfiguration configuration, IHostEnvironment environment)
{
    public bool IsOn { get; } =
        configuration["Payments:Mode"] is { Length: > 0 } mode
            ? string.Equals(mode, "Sandbox", StringComparison.OrdinalIgnoreCase)
            : environment.IsDevelopment() && string.IsNullOrWhiteSpace(configuration["Stripe:SecretKey"]);
}
