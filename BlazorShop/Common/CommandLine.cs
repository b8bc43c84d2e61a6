namespace BlazorShop.Common;

/// <summary>What may stand behind the program's name. A mistyped option must not start a shop that ignores it.</summary>
internal static class CommandLine
{
    /// <summary>Keys without a section: ours, and those that ASP.NET Core's host reads itself.</summary>
    private static readonly string[] words =
    [
        "urls", "environment", "contentRoot", "applicationName", "AllowedHosts", "webroot", "http_ports", "https_ports", "detailedErrors", "captureStartupErrors",
        "suppressStatusMessages", "shutdownTimeoutSeconds", "preferHostingUrls", "preventHostingStartup", "hostingStartupAssemblies",
        "hostingStartupExcludeAssemblies", "startupAssembly", "staticWebAssets", "ForwardedHeaders_Enabled",
    ];

    private static readonly string[] sections =
    [
        "Shop", "Database", "ConnectionStrings", "Catalog", "Payments", "Stripe", "Checkout", "Security", "Staff", "Mail", "Smtp", "RateLimits", "Redis", "Sandbox",
        "Logging", "Kestrel",
    ];

    /// <summary>The first thing that is wrong, in one sentence with the remedy; null where all is well.</summary>
    public static string? Problem(IReadOnlyList<string> args)
    {
        for (var at = 0; at < args.Count; at++)
        {
            var arg = args[at];
            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arg : arg.Remove(equals);
            var isOption = name.StartsWith("--", StringComparison.Ordinal) || name.StartsWith('/');
            var key = name.TrimStart('-', '/');
            // A section without a value of its own: how a test host hands over what it was told.
            if (equals == arg.Length - 1 && sections.Contains(key, StringComparer.OrdinalIgnoreCase))
                continue;
            if (!key.Contains(':', StringComparison.Ordinal) && !words.Contains(key, StringComparer.OrdinalIgnoreCase) || !isOption && equals < 0)
            {
                return $"{name} isn't an option of the shop: use --health alone, or --urls, --environment, --contentRoot, --applicationName, --AllowedHosts "
                    + "and settings such as --Shop:Name=value.";
            }

            if (equals >= 0)
                continue;
            if (at + 1 == args.Count || args[at + 1].StartsWith("--", StringComparison.Ordinal))
                return $"{name} has no value: use {name}=value.";
            at++;
        }

        return null;
    }
}
