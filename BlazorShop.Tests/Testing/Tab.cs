using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Testing;

/// <summary>A page in a browser profile of its own, which writes down everything the browser complains about.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> complaints = new();

    public Tab(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        Listen(page);
        context.Page += (_, opened) => Listen(opened);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Errors on the console (violations of the content security policy among them) and uncaught exceptions.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Fails where the browser complained; expected complaints (a 404 that was asked for) go by a part of their text.</summary>
    public void AssertNoComplaints(params string[] expected)
    {
        var left = complaints.Where(c => !expected.Any(e => c.Contains(e, StringComparison.Ordinal))).ToList();
        Assert.True(left.Count == 0, "The browser complained:\n" + string.Join('\n', left));
    }

    /// <summary>Fails where the page is wider than the window, or what is in a card wider than the card.</summary>
    public async Task AssertFitsAsync()
    {
        // A window that was just resized is laid out by its new width in the next frame; two have passed when the second begins.
        var found = await Page.EvaluateAsync<string[]>("""
            async () => {
                await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
                const { scrollWidth, clientWidth } = document.documentElement;
                const cards = [...document.querySelectorAll('.card')].filter(c => c.scrollWidth > c.clientWidth)
                    .map(c => `wider than its card "${c.querySelector('h2, h3')?.textContent ?? c.className}" by ${c.scrollWidth - c.clientWidth} px in a window of ${clientWidth} px`);
                return scrollWidth <= clientWidth ? cards : [`${scrollWidth} px wide in a window of ${clientWidth} px`, ...cards,
                    ...[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > clientWidth)
                        .slice(-5).map(e => `${e.tagName.toLowerCase()}.${e.className} to ${Math.round(e.getBoundingClientRect().right)}`)];
            }
            """);
        Assert.True(found.Length == 0, $"{Page.Url} is {string.Join(", ", found)}");
    }

    /// <summary>A picture below <c>TestResults/</c>, for people.</summary>
    public async Task<string> ScreenshotAsync(string name, bool fullPage = true)
    {
        var path = Path.Combine(Screenshots.Folder, name + ".png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = fullPage });
        return path;
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => complaints.Enqueue("Uncaught: " + error);
    }
}

internal static class Screenshots
{
    /// <summary><c>BlazorShop.Tests/TestResults</c>, or a folder beside the assembly where the project's is not above it.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BlazorShop.Tests.csproj")))
            folder = folder.Parent;
        return Directory.CreateDirectory(Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "TestResults", "Screenshots")).FullName;
    }
}
