namespace BlazorShop.Components.Frame;

/// <summary>Tells what a request is for, by its address alone.</summary>
internal static class PageRequests
{
    private static readonly PathString[] machines = ["/webhooks", "/health", "/sandbox", "/_blazor", "/_framework", "/_content", PolicyReports.Path];
    private static readonly PathString[] personal = ["/cart", "/checkout", "/orders", "/subscriptions", "/Account", "/admin"];
    private static readonly PathString[] paying = ["/checkout", "/orders", "/subscriptions", "/Account/Manage/Cards"];

    /// <summary>Somebody looks at it in a browser: an error may be answered with a page.</summary>
    public static bool IsPage(this HttpRequest request) => !request.Path.IsBelowAny(machines) && !HasExtension(request.Path);

    /// <summary>It shows whose it is, so no cache may keep it.</summary>
    public static bool IsPersonal(this HttpRequest request) => request.Path.IsBelowAny(personal);

    /// <summary>Stripe's form may be embedded in it.</summary>
    public static bool IsPaying(this HttpRequest request) => request.Path.IsBelowAny(paying);

    public static bool IsBelowAny(this PathString path, PathString[] roots)
    {
        foreach (var root in roots)
        {
            if (path.StartsWithSegments(root))
                return true;
        }

        return false;
    }

    private static bool HasExtension(PathString path)
    {
        var value = path.Value.AsSpan();
        return value[(value.LastIndexOf('/') + 1)..].Contains('.');
    }
}
