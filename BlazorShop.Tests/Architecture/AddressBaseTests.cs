using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Architecture;

/// <summary>An absolute address begins with <c>Shop__PublicUrl</c>: who builds one from the request says so by <c>ShopOptions.BaseOr</c>, or hands the base to somebody who does.</summary>
public sealed partial class AddressBaseTests
{
    private static readonly Dictionary<string, string> allowed = new(StringComparer.Ordinal)
    {
        ["Payments/Cards/AddCardPanel.razor"] = "handed to SavedCards, which asks BaseOr",
        ["Checkout/Pages/PaymentPage.cs"] = "the buyer's base, of which CheckoutService asks BaseOr",
        ["Subscriptions/Pages/SubscriptionPanel.razor"] = "handed to SubscriptionService, which asks BaseOr",
        ["Web/HostRules.cs"] = "compares the host",
        ["Web/SocketOrigin.cs"] = "compares the origin",
    };

    [Fact]
    public void No_address_is_built_from_the_request_alone()
    {
        var root = Path.Combine(Repository.Folder, "BlazorShop");
        var found = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (File: Path.GetRelativePath(root, file).Replace('\\', '/'), Full: file))
            .Where(f => !f.File.StartsWith("obj/", StringComparison.Ordinal) && !f.File.StartsWith("bin/", StringComparison.Ordinal)
                && !f.File.StartsWith("PaymentsSandbox/", StringComparison.Ordinal) && !allowed.ContainsKey(f.File))
            .SelectMany(f => File.ReadLines(f.Full).Select((line, number) => (f.File, Number: number + 1, Line: line)))
            .Where(l => FromRequest().IsMatch(l.Line) && !l.Line.Contains("BaseOr(", StringComparison.Ordinal))
            .Select(l => $"{l.File}:{l.Number}: {l.Line.Trim()}")
            .ToList();

        Assert.True(found.Count == 0, "Use ShopOptions.BaseOr:\n" + string.Join('\n', found));
    }

    [Theory]
    [InlineData("var link = Navigation.BaseUri + \"orders\";")]
    [InlineData("$\"{http.Request.Scheme}://{http.Request.Host}/orders\"")]
    [InlineData("Navigation.ToAbsoluteUri(\"/orders\")")]
    public void A_planted_address_from_the_request_alone_is_found(string line) => Assert.Matches(FromRequest(), line);

    [GeneratedRegex(@"\.BaseUri\b|Request\.Host\b|GetDisplayUrl|GetEncodedUrl\(|ToAbsoluteUri\(")]
    private static partial Regex FromRequest();
}
