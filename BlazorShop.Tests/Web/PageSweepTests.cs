using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Web;

/// <summary>
/// Every page, and every parameter of every address the shop knows, found by reflection: whoever asks, and whatever they write there, gets a whole answer
/// and none that says the shop failed.
/// </summary>
[Collection(SweptShopTests.Name)]
public sealed partial class PageSweepTests(SweptShops shops)
{
    private static readonly string emoji = Uri.EscapeDataString(new string('x', 99) + "\ud83d\ude00");
    private static readonly string[] values = LongRuns.On ? ["abc", "1.5", "1e9", "99999999999999999999", "%00", emoji, ""] : ["99999999999999999999", "%00", emoji, ""];

    [Theory, OnSqlite, OnPostgres]
    public async Task Whatever_is_asked_no_page_fails_and_none_is_cut(DatabaseProvider provider)
    {
        var swept = await shops.GetAsync(provider);
        using var guest = await swept.GuestAsync();
        using var customer = await swept.CustomerAsync();
        using var staff = await swept.StaffAsync();
        var before = swept.Shop.Log.Lines.Count;
        var wrong = new ConcurrentQueue<string>();
        var good = new ConcurrentDictionary<string, bool>();
        var asked =
            from endpoint in swept.Endpoints
            where endpoint.Methods.Contains("GET")
            from path in Paths(endpoint, swept)
            from visitor in new[] { ("A guest", guest), ("A customer", customer), ("Staff", staff) }
            select (endpoint, path, visitor);
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (ask, ct) =>
        {
            var (endpoint, path, (who, visitor)) = ask;
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (path.StartsWith("/sandbox/stripe", StringComparison.Ordinal))
                request.Headers.Add("Authorization", "Bearer " + swept.ProviderKey);
            try
            {
                using var answer = await visitor.Http.SendAsync(request, ct);
                if ((int)answer.StatusCode == 200)
                    good[endpoint.Template] = true;
                if (await ProblemAsync(answer) is { } problem)
                    wrong.Enqueue($"{who} asked for {path}: {problem}");
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                wrong.Enqueue($"{who} asked for {path}: {failure.GetType().Name} {failure.Message}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} answers are wrong:\n{string.Join('\n', swept.Complaints(before).Take(1))}\n{string.Join('\n', wrong.Take(40))}");
        Assert.Empty(swept.Complaints(before));
        // Else the sweep looks at redirects and "not found" alone.
        Assert.Equal(neverShown, swept.Endpoints.Where(e => e.Page is not null && !good.ContainsKey(e.Template)).Select(e => e.Template).Order(StringComparer.Ordinal));
    }

    /// <summary>Pages that are shown with another status, lead elsewhere, or need a second factor, which these three have not.</summary>
    private static readonly string[] neverShown =
        ["/Account/AccessDenied", "/Account/LoginWith2fa", "/Account/LoginWithRecoveryCode", "/Account/Manage/Cards/Added", "/Account/Manage/GenerateRecoveryCodes"];

    private static IEnumerable<string> Paths(SweptShop.Asked endpoint, SweptShop swept)
    {
        var plain = endpoint.Parameters.Length == 0 ? endpoint.Template : endpoint.Path(endpoint.There ?? "abc");
        var real = endpoint.Queries.Where(swept.Real.ContainsKey).Select(n => (Name: n, Value: swept.Real[n])).ToList();
        yield return plain;
        yield return Query(real);
        foreach (var value in values)
        {
            if (endpoint.Parameters.Length > 0 && value.Length > 0)
                yield return endpoint.Path(value);
            foreach (var name in endpoint.Queries)
            {
                yield return Query([(name, value)]);
                if (real.Exists(r => r.Name != name))
                    yield return Query([.. real.Where(r => r.Name != name), (name, value)]);
            }

            yield return Query(swept.QueryNames.Select(n => (n, value)));
        }

        string Query(IEnumerable<(string Name, string Value)> query) => $"{plain}?{string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Name)}={q.Value}"))}";
    }

    private static async Task<string?> ProblemAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var body = await answer.Content.ReadAsStringAsync();
        if (status >= 500)
            return $"answered {status}";
        // The state of a live page stands in comments behind its end.
        return status < 300 && answer.Content.Headers.ContentType?.MediaType == "text/html" && !Comments().Replace(body, "").TrimEnd().EndsWith("</html>", StringComparison.Ordinal)
            ? $"was cut: …{body[^Math.Min(120, body.Length)..]}"
            : null;
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
