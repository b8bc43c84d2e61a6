using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BlazorShop.Common;

/// <summary>Where this server can be called from the same machine.</summary>
internal static class OwnAddress
{
    /// <summary>Without a slash at its end. A server that listens on all interfaces is called as localhost; one that does not listen yet, too.</summary>
    public static string Of(IServer? server)
    {
        var own = server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        foreach (var any in new[] { "//+", "//*", "//0.0.0.0", "//[::]" })
            own = own.Replace(any, "//localhost", StringComparison.Ordinal);
        return own.TrimEnd('/');
    }
}
