using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Localization;

/// <summary>Of the rooms whose texts are in resources, every sentence is there, in every language.</summary>
public sealed partial class TextTests
{
    /// <summary>The rooms that are done, and the texts beside each.</summary>
    public static TheoryData<string, string> Done => new()
    {
        { "Accounts", "Accounts/AccountTexts" },
        { "Mail", "Mail/MailTexts" },
        { "Orders", "Orders/OrderTexts" },
        { "Pricing", "Pricing/PricingTexts" },
        { "Fulfilment", "Fulfilment/FulfilmentTexts" },
        { "Carts", "Carts/CartTexts" },
        { "Checkout", "Checkout/CheckoutTexts" },
        { "Subscriptions", "Subscriptions/SubscriptionTexts" },
        { "Components", "Components/ShellTexts" },
        { "Catalog", "Catalog/CatalogTexts" },
        { "Payments/Inbox", "Payments/Inbox/InboxTexts" },
        { "Payments/Foreign", "Payments/Foreign/ForeignTexts" },
        { "Payments/StripeGateway", "Payments/StripeGateway/StripeTexts" },
        { "Web", "Web/WebTexts" },
        { "Common", "Common/CommonTexts" },
        { "Admin/Orders", "Admin/Orders/OrderAdminTexts" },
        { "Admin/Subscriptions", "Admin/Subscriptions/SubscriptionAdminTexts" },
        { "Admin/Shared", "Admin/Shared/AdminTexts" },
        { "Payments/Cards", "Payments/Cards/CardTexts" },
        { "Admin/Payments", "Admin/Payments/PaymentAdminTexts" },
        { "Admin/Customers", "Admin/Customers/CustomerAdminTexts" },
        { "Admin/Catalog", "Admin/Catalog/ProductAdminTexts" },
        { "Assurance", "Assurance/AssuranceTexts" },
    };

    [Theory, MemberData(nameof(Done))]
    public void A_component_of_a_room_that_is_done_holds_no_words_of_its_own(string room, string resources) => Assert.Empty(
        from source in new RoomTexts(room, resources).Sources
        where source.File.EndsWith(".razor", StringComparison.Ordinal)
        from literal in RoomTexts.LiteralsIn(source.Source)
        select $"{source.File}: {literal}");

    [Theory]
    [InlineData("<h1>Log in</h1>", "Log in")]
    [InlineData("<p>@T[\"A.B\"] or not</p>", "or not")]
    [InlineData("<AccountField Label=\"Email\" Type=\"email\" />", "Email")]
    [InlineData("<img src=\"@qr\" alt=\"A code\" />", "A code")]
    [InlineData("<td data-label=\"Amount\">@sum</td>", "Amount")]
    [InlineData("@if (open)\n{\n    <p>Hello</p>\n}", "Hello")]
    [InlineData("<p>@count</p>\n\n@code {\n    string s = \"Your name is saved.\";\n}", "Your name is saved.")]
    [InlineData("<p>@count</p>\n\n@code {\n    string s = $\"{name} is sold-out now.\";\n}", "{name} is sold-out now.")]
    public void A_planted_literal_in_a_component_is_found(string razor, string literal) => Assert.Equal([literal], RoomTexts.LiteralsIn(razor));

    [Theory]
    [InlineData("@* Words for us. *@\n<h1 class=\"page title\">@T[\"Login.Title\"]</h1>")]
    [InlineData("@foreach (var entry in entries)\n{\n    var name = Of(entry);\n    <li aria-label=\"@T[\"A.B\", entry.Name]\">@(entry?.Name ?? \"\")</li>\n}\nelse\n{\n}")]
    [InlineData("<a href=\"/Account/Login\">@T[\"A.B\"]</a>\n\n@code {\n    // Says why.\n    const string page = \"/Account/Login now\";\n}")]
    [InlineData("@if (gone)\n{\n    // Nobody is left.\n    if (late)\n    {\n    }\n\n    return;\n}\n\n@code {\n    string s = few ? \"chip chip-warning\" : $\"{Day(Value, Culture)} ({Shop.Value.TimeZone})\";\n}")]
    public void What_nobody_reads_is_not_taken_for_a_literal(string razor) => Assert.Empty(RoomTexts.LiteralsIn(razor));

    [Fact]
    public void No_page_shows_an_exceptions_message_which_is_for_the_log_and_in_one_language() => Assert.Empty(
        from file in Directory.EnumerateFiles(RoomTexts.Root, "*.razor", SearchOption.AllDirectories)
        from line in ExceptionMessages(File.ReadAllText(file))
        select $"{Path.GetFileName(file)}: {line}");

    [Fact]
    public void A_planted_message_of_an_exception_in_a_page_is_found() =>
        Assert.Equal(["failure = T[\"Stopped\", silent.Message];"], ExceptionMessages("catch (IOException silent)\n{\n    failure = T[\"Stopped\", silent.Message];\n}"));

    [Theory, MemberData(nameof(Done))]
    public void Every_key_that_is_asked_for_is_there_and_every_key_that_is_there_is_asked_for(string room, string resources)
    {
        var texts = new RoomTexts(room, resources);
        var (missing, unused) = Compare(texts.Sources.Select(s => s.Source), texts.Neutral.Keys);
        Assert.Empty(missing);
        Assert.Empty(unused);
    }

    [Theory]
    [InlineData("@T[\"Login.Titel\"]", "Login.Titel", "Login.Title")]
    [InlineData("[Needed(\"Other.Email\")]", "Other.Email", "Login.Title")]
    [InlineData("T.Count(\"Wait.Days\", 2)", "Wait.Days.One|Wait.Days.Other", "Login.Title")]
    public void A_planted_key_that_is_missing_is_found_and_the_unused_one_too(string source, string missing, string unused)
    {
        var found = Compare([source], ["Login.Title"]);
        Assert.Equal(missing.Split('|'), found.Missing);
        Assert.Equal([unused], found.Unused);
    }

    [Theory, MemberData(nameof(Done))]
    public void Every_language_has_every_text_with_the_same_places_for_arguments_and_links(string room, string resources)
    {
        var texts = new RoomTexts(room, resources);
        foreach (var (tag, translated) in texts.ByLanguage)
            Assert.Equal(tag + ": ", $"{tag}: {string.Join(", ", Differences(texts.Neutral, translated))}");
    }

    [Theory]
    [InlineData("B.C", "B {0}.", "missing A.B, unknown B.C")]
    [InlineData("A.B", "Il y en a {1}.", "places of A.B")]
    [InlineData("A.B", "Il y en a {0} [ici].", "places of A.B")]
    [InlineData("A.B", "", "empty A.B")]
    public void A_planted_difference_between_languages_is_found(string key, string text, string difference) =>
        Assert.Equal(difference, string.Join(", ", Differences(new() { ["A.B"] = "There are {0}." }, new() { [key] = text })));

    [Theory, MemberData(nameof(Done))]
    public void French_signs_of_two_parts_are_never_parted_from_their_word(string room, string resources) =>
        Assert.Empty(new RoomTexts(room, resources).ByLanguage["fr"].Where(t => Parted().IsMatch(t.Value)).Select(t => t.Key));

    [Theory]
    [InlineData("Vraiment ?")]
    [InlineData("Vraiment?")]
    [InlineData("« Oui\u00a0»")]
    [InlineData("L'adresse")]
    public void A_planted_sign_that_is_parted_is_found(string text) => Assert.Matches(Parted(), text);

    private static (List<string> Missing, List<string> Unused) Compare(IEnumerable<string> sources, IReadOnlyCollection<string> known)
    {
        var used = sources.SelectMany(s => RoomTexts.KeysIn(s, known)).Distinct().Order(StringComparer.Ordinal).ToList();
        return ([.. used.Except(known)], [.. known.Except(used)]);
    }

    private static List<string> Differences(Dictionary<string, string> neutral, Dictionary<string, string> translated) =>
    [
        .. neutral.Keys.Except(translated.Keys).Select(k => "missing " + k),
        .. translated.Keys.Except(neutral.Keys).Select(k => "unknown " + k),
        .. translated.Where(t => t.Value.Length == 0).Select(t => "empty " + t.Key),
        .. translated.Where(t => t.Value.Length > 0 && neutral.TryGetValue(t.Key, out var text) && RoomTexts.Placeholders(text) != RoomTexts.Placeholders(t.Value))
            .Select(t => "places of " + t.Key),
    ];

    [GeneratedRegex(@"[\p{L}\d\]] [:;!?»]|\p{L}[;!?]|« |'")]
    private static partial Regex Parted();

    private static IEnumerable<string> ExceptionMessages(string razor) =>
        from Match thrown in Caught().Matches(razor)
        from line in razor.Split('\n')
        where line.Contains(thrown.Groups[1].Value + ".Message", StringComparison.Ordinal)
        select line.Trim();

    [GeneratedRegex(@"catch \(\w+ (\w+)\)")]
    private static partial Regex Caught();
}
