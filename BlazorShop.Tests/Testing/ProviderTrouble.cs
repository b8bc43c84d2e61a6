using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.Tests.Testing;

/// <summary>What may be wrong with the payment provider, as the switches of the page /sandbox say it.</summary>
internal static class ProviderTrouble
{
    /// <param name="what">One of <see cref="Switches"/>.</param>
    public static void Turn(this ShopApp shop, string what, bool on) => shop.Get<SandboxStore>().Run(work => work.Turn(what, on));
}
