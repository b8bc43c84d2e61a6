namespace BlazorShop.Common;

/// <summary>
/// <c>dotnet BlazorShop.dll --health</c>: asks the shop on this machine whether it is ready. For containers, whose image has
/// no other program that speaks HTTP.
/// </summary>
internal static class HealthProbe
{
    public const string Argument = "--health";

    public static async Task<int> RunAsync(TextWriter output)
    {
        var url = Url(Environment.GetEnvironmentVariable("ASPNETCORE_URLS"), Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS"));
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await http.GetAsync(url);
            await output.WriteLineAsync($"{url} answered {(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{url} does not answer: {failure.Message}");
            return 1;
        }
    }

    /// <summary>The shop's own address as it was told to listen: the first plain one, seen from this machine.</summary>
    public static Uri Url(string? urls, string? httpPorts)
    {
        var address = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        var port = address is not null && BindingAddress.Parse(address).Port is > 0 and var bound
            ? bound
            : int.TryParse((httpPorts ?? "").Split(';')[0], out var given) ? given : 8080;
        return new Uri($"http://localhost:{port}/health/ready");
    }
}
