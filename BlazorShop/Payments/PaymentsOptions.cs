using BlazorShop.Common;
using BlazorShop.Payments.Foreign;

namespace BlazorShop.Payments;

public enum PaymentsMode
{
    Stripe,

    /// <summary>The neighbour in <c>PaymentsSandbox/</c> plays the provider: no keys, no network, no real money.</summary>
    Sandbox,
}

/// <summary>Settings <c>Payments__*</c>.</summary>
public sealed class PaymentsOptions
{
    public PaymentsMode Mode { get; set; }

    /// <summary>Pause between two passes of the reconciliation.</summary>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Where simulated payments may run at all. A list of what is allowed: a new environment is not.</summary>
    private static readonly HashSet<string> sandboxEnvironments = new(["Development", "Demo", "Testing"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the settings and refuses, in one sentence, what must not start.</summary>
    /// <summary>What becomes of a paid session that no shop of this kind opened.</summary>
    public ForeignPolicy ForeignSessions { get; init; } = ForeignPolicy.Attention;

    public static PaymentsOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var secret = configuration["Stripe:SecretKey"]?.Trim();
        var word = configuration["Payments:Mode"];
        PaymentsMode mode;
        if (string.IsNullOrWhiteSpace(word))
            mode = environment.IsDevelopment() && string.IsNullOrEmpty(secret) ? PaymentsMode.Sandbox : PaymentsMode.Stripe;
        else
            mode = (EnumName.TryParse<PaymentsMode>(word, out var named) ? named : null) ?? throw new InvalidOperationException($"Payments__Mode is '{word}': set it to Stripe or Sandbox.");

        if (mode == PaymentsMode.Sandbox)
        {
            if (!sandboxEnvironments.Contains(environment.EnvironmentName))
                throw new InvalidOperationException($"Payments__Mode=Sandbox simulates payments and doesn't run in {environment.EnvironmentName}: set Payments__Mode=Stripe with Stripe's keys.");
            if (secret is not null && (secret.StartsWith("sk_live", StringComparison.Ordinal) || secret.StartsWith("rk_live", StringComparison.Ordinal)))
                throw new InvalidOperationException("Payments__Mode=Sandbox is set together with a live Stripe__SecretKey: remove the key, or set Payments__Mode=Stripe.");
        }

        var every = TimeSpan.FromMinutes(5);
        if (configuration["Payments:ReconcileEvery"] is { Length: > 0 } span)
        {
            if (!TimeSpan.TryParse(span, System.Globalization.CultureInfo.InvariantCulture, out every) || every < TimeSpan.FromSeconds(1))
                throw new InvalidOperationException($"Payments__ReconcileEvery is '{span}': set it to a time span of a second or more, such as 00:05:00.");
            if (every > TimeSpan.FromDays(1))
                throw new InvalidOperationException($"Payments__ReconcileEvery is '{span}': set it to a day or less, such as 00:05:00.");
        }

        if (!EnumName.TryParse<ForeignPolicy>(configuration["Stripe:ForeignSessions"], out var foreign))
            throw new InvalidOperationException($"Stripe__ForeignSessions is '{configuration["Stripe:ForeignSessions"]}': set it to Ignore, Attention or Import.");
        return new PaymentsOptions { Mode = mode, ReconcileEvery = every, ForeignSessions = foreign ?? ForeignPolicy.Attention };
    }
}
