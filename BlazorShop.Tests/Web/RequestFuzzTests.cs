using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Web;

/// <summary>
/// Three thousand made-up requests to a listening shop, the same ones each time: what is odd about one is refused or ignored, and never the shop's failure.
/// <c>SHOP_FUZZ_SEED</c> makes others beside them: one number or several, with commas between.
/// </summary>
[Collection(SweptShopTests.Name)]
public sealed class RequestFuzzTests(SweptShops shops)
{
    private const int Requests = 3000;

    private static readonly int[] seeds =
    [
        20261127,
        .. (Environment.GetEnvironmentVariable("SHOP_FUZZ_SEED") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(seed => int.Parse(seed, CultureInfo.InvariantCulture)),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Whatever_is_sent_is_refused_or_ignored_and_never_a_failure(DatabaseProvider provider)
    {
        var swept = await shops.GetAsync(provider);
        foreach (var seed in seeds)
            await SendAllAsync(swept, seed);
    }

    private static async Task SendAllAsync(SweptShop swept, int seed)
    {
        var odd = await OddRequests.CreateAsync(seed, swept);
        var before = swept.Shop.Log.Lines.Count;
        var wrong = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, ct) =>
        {
            var (bytes, isCut) = odd.Make(number);
            var status = await SendAsync(swept.Shop.Address.Port, bytes, isCut, ct);
            statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            // Nothing at all is an answer to a request that never came to its end.
            if (status >= 500 || status == 0 && !isCut)
                wrong.Enqueue($"Request {number} answered {status}:\n{Said(bytes)}");
        });
        var complaints = swept.Complaints(before).ToList();
        Assert.True(
            wrong.IsEmpty && complaints.Count == 0,
            $"Seed {seed}: {wrong.Count} of {Requests} answers are wrong, {complaints.Count} failures in the log.\n{string.Join("\n\n", wrong.OrderBy(w => w, StringComparer.Ordinal).Take(8))}\n{string.Join('\n', complaints.DistinctBy(c => string.Join('\n', $"{c.Exception?.Message ?? c.Message}{c.Exception?.StackTrace}".Split('\n').Take(4))).Take(8))}");
        // Mostly refusals would prove little.
        Assert.True(statuses.Where(s => s.Key is >= 200 and < 400).Sum(s => s.Value) > Requests / 4, string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
    }

    /// <summary>The request, without the cookies that fill pages.</summary>
    private static string Said(byte[] bytes) => string.Join(
        '\n', Encoding.UTF8.GetString(bytes).Split("\r\n").Where(l => !l.StartsWith("Cookie: ", StringComparison.Ordinal)).Select(l => l.Length > 600 ? Text.Limit(l, 600) + "…" : l));

    /// <summary>The status, 0 where the connection was closed without one.</summary>
    internal static async Task<int> SendAsync(int port, byte[] bytes, bool isCut, CancellationToken ct)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, ct);
        await using var stream = client.GetStream();
        var head = new byte[12];
        var read = 0;
        try
        {
            await stream.WriteAsync(bytes, ct);
            if (isCut)
                client.Client.Shutdown(SocketShutdown.Send);
            for (int now; read < head.Length && (now = await stream.ReadAsync(head.AsMemory(read), ct)) > 0;)
                read += now;
            var rest = new byte[16 * 1024];
            while (await stream.ReadAsync(rest, ct) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Refused before it was read to its end.
        }

        return read == head.Length ? int.Parse(Encoding.ASCII.GetString(head, 9, 3), CultureInfo.InvariantCulture) : 0;
    }
}
