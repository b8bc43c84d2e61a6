using System.Net;
using BlazorShop.Common;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// <see cref="ShopApp"/> on a real port, for a real browser; its workers run. The address says <c>localhost</c>: passkeys and
/// browsers treat an IP address differently.
/// </summary>
public sealed class ShopServer : ShopApp
{
    private readonly Lazy<Uri> address;

    public ShopServer()
    {
        Workers = true;
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        address = new Lazy<Uri>(Start);
    }

    /// <summary>Where the shop answers; asking starts it.</summary>
    public Uri Address => address.Value;

    public string Url(string path) => new Uri(Address, path).ToString();

    private Uri Start()
    {
        StartServer();
        var bound = Get<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var url = new UriBuilder(bound) { Host = "localhost" }.Uri;
        // The port is known only now.
        if (!Settings.ContainsKey("Shop:PublicUrl"))
            Get<IOptions<ShopOptions>>().Value.PublicUrl = url.ToString();
        return url;
    }
}
