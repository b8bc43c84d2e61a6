namespace BlazorShop.Common;

/// <summary>Where a shop runs, as <c>ASPNETCORE_ENVIRONMENT</c> says.</summary>
internal static class ShopEnvironment
{
    /// <summary>A demo with simulated payments, open to strangers.</summary>
    public const string Demo = "Demo";

    /// <summary>A developer's machine or a demo: it needs no address of its own, and answers to whatever it is called by.</summary>
    public static bool IsDevelopmentOrDemo(this IHostEnvironment environment) => environment.IsDevelopment() || environment.IsEnvironment(Demo);
}
