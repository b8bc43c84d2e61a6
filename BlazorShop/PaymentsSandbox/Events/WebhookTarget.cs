using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BlazorShop.PaymentsSandbox.Events;

/// <summary>Where the shop listens for events: as configured, else at this server's own address.</summary>
internal sealed class WebhookTarget(SandboxSettings settings, IServer server)
{
    private const string Path = "/webhooks/stripe";

    public Uri Address
    {
        get
        {
            if (!string.IsNullOrWhiteSpace(settings.WebhookUrl))
                return new Uri(settings.WebhookUrl);
            var own = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            var address = own.FirstOrDefault(a => a.StartsWith("http:", StringComparison.Ordinal)) ?? own.FirstOrDefault() ?? "http://localhost";
            // An address that means "every interface" cannot be called.
            foreach (var any in new[] { "//+", "//*", "//0.0.0.0", "//[::]" })
                address = address.Replace(any, "//localhost", StringComparison.Ordinal);
            return new Uri(address.TrimEnd('/') + Path);
        }
    }
}
