using System.Diagnostics;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Testing;

/// <summary>Tests with <c>[Collection(BrowserTests.Name)]</c> share one browser and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Browser>
{
    public const string Name = "Browser";
}

/// <summary>
/// A headless Chromium: one that is installed, else one that Playwright fetches, else Debian's package where this machine is
/// a Debian and we may install.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        // How fast a page is, is not what these tests are about; a busy machine must not make them fail.
        Assertions.SetDefaultExpectTimeout(30_000);
        browser = await LaunchAsync(playwright);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A fresh browser profile with one page, looking at <paramref name="shop"/>.</summary>
    public async Task<Tab> OpenAsync(
        ShopServer shop, int width = 1280, int height = 900, bool dark = false, bool scripts = true, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = shop.Address.ToString();
        options.ViewportSize = new ViewportSize { Width = width, Height = height };
        options.ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light;
        options.JavaScriptEnabled = scripts;
        options.Locale = "en-GB";
        options.ReducedMotion = ReducedMotion.Reduce;
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return new Tab(context, await context.NewPageAsync());
    }

    private static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var installed = BrowserFinder.Installed();
        if (installed is not null)
            return await LaunchAsync(playwright, installed);
        try
        {
            // An earlier run may have fetched one already.
            return await LaunchAsync(playwright, executable: null);
        }
        catch (PlaywrightException)
        {
            if (Microsoft.Playwright.Program.Main(["install", "--with-deps", "chromium"]) == 0
                || Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0)
            {
                return await LaunchAsync(playwright, executable: null);
            }
        }

        return await BrowserFinder.InstallOnDebianAsync() is { } debian
            ? await LaunchAsync(playwright, debian)
            : throw new InvalidOperationException(
                $"The browser tests need Chromium, Chrome or Edge: install one, or set {BrowserFinder.PathVariable} to its executable.");
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright, string? executable) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            // Chromium's sandbox refuses to work for root, and only for root.
            Args = System.Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? [.. arguments, "--no-sandbox"] : arguments,
            ChromiumSandbox = false,
        });
}

internal static class BrowserFinder
{
    public const string PathVariable = "CHROMIUM_PATH";

    private static readonly string[] names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"];

    public static string? Installed()
    {
        if (System.Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } told)
        {
            return File.Exists(told)
                ? told
                : throw new InvalidOperationException($"{PathVariable} is '{told}', which is not there: set it to the executable of Chromium, Chrome or Edge.");
        }

        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var onPath =
            from folder in (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            from name in names
            select Path.Combine(folder, name + suffix);
        return onPath.Concat(UsualPlaces()).FirstOrDefault(File.Exists);
    }

    /// <summary>Null where this is no Debian, or we may not install.</summary>
    public static async Task<string?> InstallOnDebianAsync()
    {
        if (!OperatingSystem.IsLinux() || !System.Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
            return null;
        await RunAsync("update");
        await RunAsync("install", "-y", "--no-install-recommends", "chromium");
        return Installed();

        static async Task RunAsync(params string[] arguments)
        {
            var start = new ProcessStartInfo("/usr/bin/apt-get", arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } };
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
        }
    }

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsMacOS())
        {
            yield return "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
            yield return "/Applications/Chromium.app/Contents/MacOS/Chromium";
            yield return "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge";
        }
        else if (OperatingSystem.IsWindows())
        {
            foreach (var root in new[]
            {
                System.Environment.SpecialFolder.ProgramFiles,
                System.Environment.SpecialFolder.ProgramFilesX86,
                System.Environment.SpecialFolder.LocalApplicationData,
            }.Select(System.Environment.GetFolderPath))
            {
                yield return Path.Combine(root, "Google", "Chrome", "Application", "chrome.exe");
                yield return Path.Combine(root, "Chromium", "Application", "chrome.exe");
                yield return Path.Combine(root, "Microsoft", "Edge", "Application", "msedge.exe");
            }
        }
        else
        {
            yield return "/snap/bin/chromium";
            yield return "/opt/google/chrome/chrome";
            yield return "/opt/microsoft/msedge/msedge";
        }
    }
}
