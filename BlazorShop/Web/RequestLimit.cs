namespace BlazorShop.Web;

/// <summary>How many requests of a kind one address may send in a minute. Rooms register theirs with <see cref="RequestLimits.AddRequestLimit"/>.</summary>
internal sealed record RequestLimit(string Name, int PerMinute, Func<HttpRequest, bool> Covers);

internal static class RequestLimits
{
    /// <summary>A limit that setting <c>RateLimits__</c> and <paramref name="name"/> may change.</summary>
    public static WebApplicationBuilder AddRequestLimit(this WebApplicationBuilder builder, string name, int perMinute, Func<HttpRequest, bool> covers)
    {
        builder.Services.AddSingleton(new RequestLimit(name, Read(builder.Configuration, name, perMinute, "requests per minute"), covers));
        return builder;
    }

    /// <summary>A form sent to an address that begins with one of these.</summary>
    public static bool Posts(this HttpRequest request, params ReadOnlySpan<string> beginnings)
    {
        if (!HttpMethods.IsPost(request.Method))
            return false;
        foreach (var beginning in beginnings)
        {
            if (request.Begins(beginning))
                return true;
        }

        return false;
    }

    /// <summary>Also in the middle of a segment: what is below a name, and what is called alike.</summary>
    public static bool Begins(this HttpRequest request, string beginning) => (request.Path.Value ?? "").StartsWith(beginning, StringComparison.OrdinalIgnoreCase);

    public static int Read(IConfiguration configuration, string name, int otherwise, string what)
    {
        var value = configuration["RateLimits:" + name];
        if (string.IsNullOrWhiteSpace(value))
            return otherwise;
        return int.TryParse(value, out var number) && number > 0
            ? number
            : throw new InvalidOperationException($"RateLimits__{name} is '{value}': set it to a whole number of {what}, 1 or more.");
    }
}
