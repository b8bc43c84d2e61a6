using System.Collections.Concurrent;
using System.Text;

namespace BlazorShop.PaymentsSandbox;

/// <summary>Files of the folder Assets, carried inside the assembly: a build without the sandbox carries none.</summary>
internal static class SandboxAssets
{
    private static readonly ConcurrentDictionary<string, string> Read = new();

    public static string Text(string name) => Read.GetOrAdd(name, static file =>
    {
        var assembly = typeof(SandboxAssets).Assembly;
        using var stream = assembly.GetManifestResourceStream($"BlazorShop.PaymentsSandbox.Assets.{file}")
            ?? throw new InvalidOperationException($"The asset {file} is not embedded. BlazorShop.csproj must embed PaymentsSandbox/Assets/**.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    public static IResult File(string name, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var type = Path.GetExtension(name) == ".css" ? "text/css" : "text/javascript";
        return Results.Text(Text(name), type, Encoding.UTF8);
    }
}
