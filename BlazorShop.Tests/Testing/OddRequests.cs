using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Components;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// Makes up requests, each from its own number alone, byte by byte: mostly right, and odd in a place or three. Methods, paths, hosts, queries, cookies,
/// languages, content types, lengths that lie; and forms that real pages show, with fields taken out, doubled, renamed and filled with nonsense.
/// </summary>
internal sealed class OddRequests
{
    private static readonly string[] methods = ["GET", "GET", "GET", "POST", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];
    private static readonly string[] hosts = ["", "loc alhost", "[::1", "localhost:99999", "localhost:abc", "localhost:", "localhost,localhost", "évil.example", "evil.example", "..", "a/b", "@", "xn--\u0080", "localhost\tx"];
    private static readonly string[] odd =
    [
        "abc", "1.5", "1e9", "-1", "0", "99999999999999999999", "\0", "a\0b", "", " ", "true", "null", "[]", "{}", "{\"a\":1}", "\u00e9t\u00e9", "\ud83d\ude00", new('x', 99), new('y', 5000), "'; DROP TABLE x; --", "<script>", "../../etc/passwd",
        "\r\nX: y", "2026-02-30", "00000000-0000-0000-0000-000000000000", "ada@shop.test", "a@b@c", "\ufeff", "\u202e", "\u0130", "ǅ",
    ];

    private static readonly string[] encoded = ["%00", "%", "%zz", "%ff%fe", "%ed%a0%80", "%c0%af", "%2e%2e%2f", "%0d%0aX:y", "+", "%25", "%u0041", "&&", "=", "a=b=c", "%F0%9F%98%80", "%f0%9f"];
    private static readonly string[] returns = ["/café", "/é?ü=ö", "//evil.example", "https://evil.example", "/\\evil", "/a\r\nSet-Cookie: x=y", "/\0", "/%00", "/%", "/日本語", "/\ud83d\ude00", "é", "/cart?x=%ff", "javascript:alert(1)", "/" + new string('r', 3000), "~/", "/#é", "/products/é?variant="];
    private static readonly string[] types =
    [
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense", "application/x-www-form-urlencoded; charset=\"\"", "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=iso-8859-1", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + new string('b', 300),
        "multipart/form-data; boundary=x; charset=utf-7", "text/plain", "application/json", "application/json; charset=nonsense", "application/json; charset=utf-7", "application/csp-report", "application/reports+json", "///", "é", "x", ";;;", "multipart/mixed; boundary=x", "application/octet-stream",
    ];

    private static readonly (string Name, string[] Values)[] extras =
    [
        ("Accept-Language", ["fr-FR", "xx-YY-zz", "*", "en;q=nonsense", "é", new string('a', 4000), ",,,;", "tr-TR", "ar-SA"]),
        ("Accept", ["text/html", "*/*", "text/html; blazor-enhanced-nav=on", "///", "application/json", "é"]),
        ("Accept-Encoding", ["gzip", "br;q=x", "\"", "identity;q=0,*;q=0"]),
        ("Content-Encoding", ["gzip", "nonsense"]),
        ("Range", ["bytes=0-", "bytes=-1", "bytes=9-1", "x"]),
        ("If-None-Match", ["*", "\"", "W/\"x\"", "é"]),
        ("If-Modified-Since", ["yesterday", "Thu, 99 Nov 2026 00:00:00 GMT"]),
        ("Authorization", ["Bearer", "Basic !!!", "Basic " + "//79", "é", "Negotiate x"]),
        ("X-Forwarded-For", ["x", "1.2.3.4", "::::", new string('9', 2000)]),
        ("X-Forwarded-Host", ["evil.example", "é"]),
        ("X-Forwarded-Proto", ["https", "javascript", "é"]),
        ("Origin", ["null", "https://evil.example", "é"]),
        ("Referer", ["é", "http://[", "/"]),
        ("Upgrade", ["websocket", "h2c"]),
        ("Stripe-Signature", ["t=1,v1=00", "t=99999999999,v1=", "é", new string(',', 5000)]),
        ("Idempotency-Key", ["", "é", new string('k', 300)]),
        ("X-Checkout-Client-Secret", ["", "é", "cs_test_x_secret_y"]),
        ("Expect", ["100-continue", "nonsense"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("Cookie", ["=", ";;;", "shop", "shop=é", "cart=\"", "a=" + "%00", "shop-account-notice=%ff", "shop-notice=x", "cart=" + "0", "shop-known=x", "shop-2fa=CfDJ8"]),
    ];

    private readonly int seed;
    private readonly SweptShop shop;
    private readonly List<(string Cookies, Form Form)> forms;
    private readonly string[] jars;
    private readonly string[] fields;

    private OddRequests(int seed, SweptShop shop, List<(string, Form)> forms, string[] jars)
    {
        this.seed = seed;
        this.shop = shop;
        this.forms = forms;
        this.jars = jars;
        fields =
        [
            .. typeof(Program).Assembly.GetTypes().Where(t => typeof(IComponent).IsAssignableFrom(t))
                .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                .Where(p => p.GetCustomAttribute<SupplyParameterFromFormAttribute>() is not null)
                .SelectMany(p => Names(p.PropertyType, p.Name, 0)).Distinct(),
            "variant", "quantity", "returnUrl", "password", "_handler", "__RequestVerificationToken", "__passkeySubmit", "act", "subject", "amount", "Input", "Input[0]", "Input[x].y", "Input.", ".", "[", "Input.Passkey.CredentialJson.x", "a[" + "9999999999" + "]",
        ];
    }

    /// <summary>Looks at every page as guest, customer and staff for the forms there are.</summary>
    public static async Task<OddRequests> CreateAsync(int seed, SweptShop shop)
    {
        var forms = new List<(string, Form)>();
        var jars = new List<string>();
        foreach (var visit in new Func<CookieContainer, Task<Visitor>>[] { shop.GuestAsync, shop.CustomerAsync, shop.StaffAsync })
        {
            var cookies = new CookieContainer();
            using var visitor = await visit(cookies);
            var seen = new List<Form>();
            foreach (var endpoint in shop.Endpoints.Where(e => e.Methods.Contains("GET") && (e.Page is not null || e.Template == "/sandbox")))
            {
                var path = endpoint.Parameters.Length == 0 ? endpoint.Template : endpoint.Path(endpoint.There ?? "abc");
                using var answer = await visitor.GetAsync(path);
                if (answer.StatusCode != HttpStatusCode.OK)
                    continue;
                seen.AddRange(from form in (await Visitor.ReadAsync(answer)).QuerySelectorAll<IHtmlFormElement>("form")
                              where string.Equals(form.Method, "post", StringComparison.OrdinalIgnoreCase)
                              let action = form.GetAttribute("action") is { Length: > 0 } given ? given : path
                              // Who is logged out or erased shows nothing any more.
                              where !action.EndsWith("/Logout", StringComparison.Ordinal) && !action.EndsWith("/Erase", StringComparison.Ordinal)
                              let shown = form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 }).Select(e => (e.GetAttribute("name")!, e.GetAttribute("value") ?? "")).ToList()
                              // What the script of a passkey button would add.
                              let passkey = form.QuerySelector("passkey-submit")?.GetAttribute("name")
                              from sent in passkey is null ? [shown] : new[] { shown, [.. shown, (passkey + ".CredentialJson", "{\"id\":\"AQID\"}")] }
                              select new Form(action, sent));
            }

            var jar = cookies.GetCookieHeader(shop.Shop.Address);
            jars.Add(jar);
            forms.AddRange(seen.DistinctBy(f => f.Action + string.Join('&', f.Fields.Select(n => n.Name == "__RequestVerificationToken" ? "" : n.Name + n.Value))).Select(f => (jar, f)));
        }

        return new OddRequests(seed, shop, forms, [.. jars]);
    }

    /// <summary>The bytes of request <paramref name="number"/>, and whether they end before the request says it does.</summary>
    public (byte[] Bytes, bool IsCut) Make(int number)
    {
        var chance = new Random(unchecked(seed * 1_000_003 + number));
        var head = new StringBuilder();
        var body = Array.Empty<byte>();
        var type = "";
        var cookies = One(jars);
        string method, path;
        if (chance.NextDouble() < 0.5)
        {
            (cookies, var form) = One(forms);
            method = "POST";
            path = Often(0.95) ? form.Action : Path();
            (type, body) = Filled(form);
        }
        else
        {
            method = One(methods);
            path = Path();
            if (method is "POST" or "PUT" or "PATCH" || Often(0.05))
                (type, body) = Filled(new Form(path, [.. Enumerable.Range(0, chance.Next(6)).Select(_ => (One(fields), One(odd)))]));
        }

        path = path.StartsWith('/') ? path : "/" + path;
        if (Often(0.4))
            path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Query();
        head.Append(CultureInfo.InvariantCulture, $"{method} {path.Replace(" ", "%20", StringComparison.Ordinal).Replace("\r", "%0d", StringComparison.Ordinal).Replace("\n", "%0a", StringComparison.Ordinal)} HTTP/1.1\r\n");
        if (!Often(0.01))
            head.Append("Host: ").Append(Often(0.92) ? "localhost:" + shop.Shop.Address.Port : One(hosts)).Append("\r\n");
        head.Append("Connection: close\r\n");
        if (Often(0.9))
            head.Append("Cookie: ").Append(Often(0.85) ? cookies : Spoiled(cookies)).Append("\r\n");
        if (path.StartsWith("/sandbox/stripe", StringComparison.Ordinal) && Often(0.8))
            head.Append("Authorization: Bearer ").Append(shop.ProviderKey).Append("\r\n");
        for (var i = chance.Next(3); i > 0; i--)
        {
            var (name, values) = One(extras);
            head.Append(name).Append(": ").Append(One(values).Replace("\0", "", StringComparison.Ordinal)).Append("\r\n");
        }

        if (type.Length > 0)
            head.Append("Content-Type: ").Append(Often(0.8) ? type : One(types)).Append("\r\n");
        var cut = false;
        if (body.Length > 0 || method is not ("GET" or "HEAD"))
        {
            switch (chance.Next(40))
            {
                case 0:
                    head.Append("Content-Length: ").Append(body.Length + 10).Append("\r\n");
                    cut = true;
                    break;
                case 1:
                    head.Append("Content-Length: ").Append(Math.Max(0, body.Length - 5)).Append("\r\n");
                    break;
                case 2:
                    head.Append("Content-Length: ").Append(One(["-1", "x", "99999999999999999999", "1\r\nContent-Length: 2", ""])).Append("\r\n");
                    cut = true;
                    break;
                case 3:
                    head.Append("Transfer-Encoding: ").Append(One(["chunked", "gzip", "chunked, chunked", "identity"])).Append("\r\n");
                    body = [.. Encoding.ASCII.GetBytes($"{One(["zz", "5", "ffffffffffffffff", "-1"])}\r\n"), .. body];
                    cut = true;
                    break;
                default:
                    head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
                    break;
            }
        }

        head.Append("\r\n");
        // Latin-1 and UTF-8 both arrive in headers.
        var bytes = Often(0.5) ? Encoding.UTF8.GetBytes(head.ToString()) : Encoding.Latin1.GetBytes(head.ToString());
        return ([.. bytes, .. body], cut);

        bool Often(double share) => chance.NextDouble() < share;

        T One<T>(IReadOnlyList<T> several) => several[chance.Next(several.Count)];

        string Path()
        {
            var endpoint = One(shop.Endpoints);
            var value = Often(0.5) ? One(encoded) : Uri.EscapeDataString(One(odd));
            var made = endpoint.Parameters.Length == 0 ? endpoint.Template : endpoint.Path(Often(0.4) ? endpoint.There ?? value : value);
            return chance.Next(12) switch
            {
                0 => made + "/" + One(encoded),
                1 => made.ToUpperInvariant(),
                2 => made + "//",
                3 => "/" + One(encoded) + made,
                _ => made,
            };
        }

        string Query() => string.Join('&', Enumerable.Range(0, Often(0.03) ? 1500 : 1 + chance.Next(4)).Select(_ =>
            Uri.EscapeDataString(One(shop.QueryNames)) + "=" + (chance.Next(3) switch { 0 => One(encoded), 1 => Uri.EscapeDataString(One(returns)), _ => Uri.EscapeDataString(One(odd)) })));

        string Spoiled(string jar) => jar.Length == 0 ? "x" : chance.Next(3) switch
        {
            0 => jar[..chance.Next(jar.Length)],
            1 => new string([.. jar.Select(c => char.IsAsciiLetter(c) && Often(0.05) ? (char)(c ^ 1) : c)]),
            _ => jar.Replace("=", "=" + One(["é", "%00", "\"", "\u007f"]), StringComparison.Ordinal),
        };

        (string Type, byte[] Body) Filled(Form form)
        {
            var sent = form.Fields.ToList();
            var returning = sent.FindIndex(f => f.Name.EndsWith("eturnUrl", StringComparison.Ordinal));
            if (returning >= 0 && Often(0.6))
                sent[returning] = (sent[returning].Name, One(returns));
            for (var i = chance.Next(4); i > 0; i--)
            {
                switch (chance.Next(6))
                {
                    case 0 when sent.Count > 0:
                        sent.RemoveAt(chance.Next(sent.Count));
                        break;
                    case 1 when sent.Count > 0:
                        sent.Add(One(sent));
                        break;
                    case 2:
                        sent.Add((One(fields), Often(0.3) ? One(returns) : One(odd)));
                        break;
                    case 3 when Often(0.1):
                        sent.AddRange(Enumerable.Range(0, 2000).Select(n => ("n" + n, "v")));
                        break;
                    case 4 when sent.Count > 0:
                        var renamed = chance.Next(sent.Count);
                        sent[renamed] = (sent[renamed].Name + One([".x", "[0]", "[", "é", "\0"]), sent[renamed].Value);
                        break;
                    default:
                        if (sent.Count > 0)
                        {
                            var at = chance.Next(sent.Count);
                            sent[at] = (sent[at].Name, One(odd));
                        }

                        break;
                }
            }

            if (Often(0.12))
            {
                var parts = new StringBuilder();
                foreach (var (name, value) in sent)
                    parts.Append("--x\r\nContent-Disposition: form-data; name=\"").Append(name).Append(Often(0.05) ? "\"; filename=\"\u00e9.txt" : "").Append("\"\r\n\r\n").Append(value).Append("\r\n");
                return ("multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(parts + (Often(0.8) ? "--x--\r\n" : "")));
            }

            if (Often(0.05))
                return ("application/json", Encoding.UTF8.GetBytes(One(["{}", "null", "[", "{\"method\":7}", "\"\\ud800\"", "1e999", new string('[', 2000)])));
            var text = string.Join('&', sent.Select(f => $"{Uri.EscapeDataString(f.Name)}={(Often(0.05) ? One(encoded) : Uri.EscapeDataString(f.Value))}"));
            return ("application/x-www-form-urlencoded", Encoding.ASCII.GetBytes(text));
        }
    }

    private static IEnumerable<string> Names(Type type, string name, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (depth > 2 || type.IsPrimitive || type == typeof(string) || type == typeof(Guid) || type.Assembly != typeof(Program).Assembly)
            return [name];
        return type.GetProperties().Where(p => p.CanWrite).SelectMany(p => Names(p.PropertyType, $"{name}.{p.Name}", depth + 1));
    }

    private sealed record Form(string Action, List<(string Name, string Value)> Fields);
}
