using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Architecture;

/// <summary>
/// One room knows who the payment provider is. Everywhere else sentences take its name as an argument, so that a second provider needs no search for
/// the first one's name. Settings (<c>Stripe__SecretKey</c>, in code <c>Stripe:SecretKey</c>) and addresses of documentation are names of their own.
/// </summary>
public sealed partial class ProviderNameTests
{
    private static readonly Dictionary<string, string> allowed = new(StringComparer.Ordinal)
    {
        ["Payments/PaymentsOptions.cs"] = "Payments__Mode=Stripe is the contract's name",
        ["Payments/PaymentsSetup.cs"] = "puts the room together",
        ["Data/DisputeKindsStep.cs"] = "what rows of before November 2026 say",
        ["Common/CommandLine.cs"] = "the list of groups of settings",
    };

    public static TheoryData<string> Endings => new(".cs", ".razor", ".resx", ".js", ".css");

    [Theory, MemberData(nameof(Endings))]
    public void Only_the_gateways_room_says_the_providers_name(string ending)
    {
        var root = Path.Combine(Repository.Folder, "BlazorShop");
        var found = Directory.EnumerateFiles(root, "*" + ending, SearchOption.AllDirectories)
            .Select(file => (File: Path.GetRelativePath(root, file).Replace('\\', '/'), Full: file))
            .Where(f => !Inside().IsMatch(f.File) && !allowed.ContainsKey(f.File))
            .SelectMany(f => File.ReadLines(f.Full).Select((line, number) => (f.File, Number: number + 1, Line: line)))
            .Where(l => Says(l.Line))
            .Select(l => $"{l.File}:{l.Number}: {l.Line.Trim()}")
            .ToList();

        Assert.True(found.Count == 0, "Say \"the payment provider\", or take IPaymentProvider.Name as an argument:\n" + string.Join('\n', found));
    }

    [Theory]
    [InlineData("<p>Your cards are stored by Stripe.</p>")]
    [InlineData("/// <summary>Stripe's words for a dispute.</summary>")]
    [InlineData("var back = \"?session_id={CHECKOUT_SESSION_ID}\";")]
    [InlineData("private StripeOptions options;")]
    [InlineData("Stripe: the card was declined")]
    [InlineData("if (dispute.Status == \"warning_closed\")")]
    public void A_planted_name_of_the_provider_is_found(string line) => Assert.True(Says(line));

    [Theory]
    [InlineData("configuration[\"Stripe:SecretKey\"]")]
    [InlineData("set Stripe__SecretKey")]
    [InlineData("(docs.stripe.com/currencies#special-cases)")]
    public void Names_of_settings_and_addresses_of_documentation_are_no_leak(string line) => Assert.False(Says(line));

    private static bool Says(string line) => Name().IsMatch(line);

    [GeneratedRegex("^(Payments/StripeGateway|PaymentsSandbox|Data/Migrations|obj|bin)/")]
    private static partial Regex Inside();

    [GeneratedRegex("Stripe(?!:[A-Z]|__)|CHECKOUT_SESSION_ID|allow_redisplay|\"(warning_|needs_response|under_review|appeal_)")]
    private static partial Regex Name();
}
