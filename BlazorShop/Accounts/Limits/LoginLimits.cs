using System.Net.Sockets;

namespace BlazorShop.Accounts.Limits;

/// <summary>
/// Slows guessing down without giving a stranger the means to lock the owner out: failures delay the account for the source they came from, and
/// for all browsers that never logged in to it, but not a browser the owner has used before, which has a count of its own.
/// An address without an account is counted alike, so that the answer does not tell which are here.
/// </summary>
internal sealed class LoginLimits(Throttles throttles, KnownBrowsers browsers, IHttpContextAccessor accessor)
{
    private const int FreeForASource = 5;
    private const int FreeForAnAccount = 20;

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("A login needs a request.");

    /// <summary>How long a login to this account must wait here; null where it need not.</summary>
    public Task<TimeSpan?> WaitAsync(string email) => throttles.WaitAsync([.. Keys(email).Select(k => k.Key)], Http.RequestAborted);

    /// <summary>A wrong password, code or recovery code.</summary>
    public async Task FailedAsync(string email)
    {
        // Counted also when the browser goes away before the answer.
        foreach (var (key, free) in Keys(email))
            await throttles.FailedAsync(key, free, CancellationToken.None);
    }

    /// <summary>Logged in all the way: this browser is the owner's, and what failed here is forgiven.</summary>
    public async Task SucceededAsync(string email)
    {
        await throttles.ForgetAsync([Keys(email)[0].Key], CancellationToken.None);
        browsers.Remember(Http, Account(email));
    }

    /// <summary>The count of this browser or source first.</summary>
    private List<(string Key, int Free)> Keys(string email)
    {
        var account = Account(email);
        return browsers.Find(Http, account) is { } browser
            ? [(Throttle.KeyOf("browser", account, browser), FreeForASource)]
            : [(Throttle.KeyOf("source", account, Source()), FreeForASource), (Throttle.KeyOf("account", account), FreeForAnAccount)];
    }

    private static string Account(string email) => email.Trim().ToUpperInvariant();

    /// <summary>Who holds one IPv6 address holds the other 2⁶⁴ of its network as well.</summary>
    private string Source() => Http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        { } address => address.ToString(),
    };
}
