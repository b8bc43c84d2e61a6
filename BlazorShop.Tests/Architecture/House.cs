using System.Collections.Concurrent;

namespace BlazorShop.Tests.Architecture;

/// <summary>
/// Who may know whom: the one table. A room is a namespace with all its inner rooms, but for those that have a line of their own. A line for a room that
/// is still to be built says nothing until it is there.
/// </summary>
internal static class House
{
    private const string Shop = "BlazorShop.";
    private static readonly ConcurrentDictionary<string, string?> rooms = new(StringComparer.Ordinal);

    /// <summary>Known by everybody above.</summary>
    private static readonly string[] ground = ["Common", "Data", "Localization", "Mail", "Settings"];

    /// <summary>Whoever has pages also registers what is special about them, and shows them with the shell's parts.</summary>
    private static readonly string[] pages = [.. ground, "Web", "Components"];

    public static IReadOnlyList<Room> Rooms { get; } =
    [
        // Pure: values and the quote. The same quote is shown, kept and asked for everywhere, so whoever does one of these knows it.
        new("Pricing", "Common", "Localization"),

        // Ground
        new("Common"),
        new("Localization", "Common"),
        new("Data", "Common", "Pricing"),
        new("Mail", "Common", "Data", "Localization", "Pricing"),
        new("Settings", [.. ground]),
        new("Web", "Common", "Data", "Localization"),
        new("Components", [.. ground, "Web", "Pricing"]),

        // Goods
        new("Catalog", [.. pages, "Pricing"]),
        new("Catalog.Media", [.. pages]),
        new("Catalog.Editing", [.. pages, "Catalog", "Catalog.Media", "Pricing"]),
        new("Catalog.Import", [.. pages, "Catalog", "Catalog.Media", "Pricing"]),
        new("Catalog.Search", [.. pages, "Catalog", "Catalog.Media", "Pricing"]),

        // Rules, never each other
        new("Pricing.Promotions", [.. pages, "Pricing", "Catalog"]),
        new("Pricing.Shipping", [.. pages, "Pricing", "Catalog"]),
        new("Pricing.Tax", [.. pages, "Pricing", "Catalog"]),

        // Leaves, never each other
        new("Customers", [.. pages]),
        new("Orders", [.. pages, "Pricing"]),
        new("Payments", [.. pages, "Pricing"]),

        // Where they meet
        new("Carts", [.. pages, "Catalog", "Pricing"]),
        new("Checkout", [.. pages, "Carts", "Catalog", "Customers", "Orders", "Payments", "Pricing"]),
        new("Subscriptions", [.. pages, "Orders", "Payments", "Catalog", "Pricing"]),
        new("Fulfilment", [.. pages, "Orders", "Payments", "Catalog", "Pricing"]),

        // Across
        new("Privacy", [.. ground]),
        new("Assurance", [.. ground, "Accounts", "Carts", "Catalog", "Customers", "Orders", "Payments", "Subscriptions", "Fulfilment", "Pricing"]),

        // Edges
        new("Payments.StripeGateway", [.. pages, "Payments", "Pricing"]),
        new("PaymentsSandbox"),
        new("Accounts", [.. pages, "Customers", "Carts", "Privacy"]),
        new("Admin", [
            .. pages, "Accounts", "Assurance", "Carts", "Catalog", "Catalog.Editing", "Catalog.Import", "Catalog.Media", "Catalog.Search", "Checkout", "Customers",
            "Fulfilment", "Orders", "Payments", "Pricing", "Pricing.Promotions", "Pricing.Shipping", "Pricing.Tax", "Subscriptions"]),
    ];

    /// <summary>The longest name that fits; null for what belongs to no room.</summary>
    public static string? RoomOf(string type) => rooms.GetOrAdd(type, static type =>
        Rooms.Select(r => r.Name).Where(r => type == Shop + r || type.StartsWith(Shop + r + ".", StringComparison.Ordinal)).MaxBy(r => r.Length));

    /// <summary>Every use that the table does not allow.</summary>
    public static IEnumerable<Leak> Leaks(IEnumerable<Knowledge.Use> uses) =>
        from use in uses
        let @from = Rooms.FirstOrDefault(r => r.Name == RoomOf(use.FromNamespace))
        let to = RoomOf(use.ToNamespace)
        where @from is not null && to is not null && @from.Name != to && !@from.Knows.Contains(to) && !IsWiring(use, @from.Name, to) && !IsMapping(use, @from.Name)
        select new Leak(@from.Name, to, use);

    /// <summary>Every table that is opened by another room than its own; the rules that must always hold are read from all of them.</summary>
    public static IEnumerable<Leak> OpenedByOthers(IEnumerable<Knowledge.Use> tables) =>
        from use in tables
        let @from = RoomOf(use.FromNamespace)
        let to = RoomOf(use.ToNamespace)
        where @from is not null && to is not null && @from != to && @from is not "Assurance" && to is not "Data" && !IsMapping(use, @from)
        select new Leak(@from, to, use);

    /// <summary>A room's setup puts together what is inside it.</summary>
    private static bool IsWiring(Knowledge.Use use, string from, string to) =>
        use.From.EndsWith("Setup", StringComparison.Ordinal) && to.StartsWith(from + ".", StringComparison.Ordinal);

    /// <summary>The context holds everybody's tables, and no rule of theirs.</summary>
    private static bool IsMapping(Knowledge.Use use, string from) => from is "Data" && use.From is "ShopDbContext";

    public sealed record Room(string Name, params string[] Knows);

    public sealed record Leak(string From, string To, Knowledge.Use Use)
    {
        public override string ToString() => $"{From} → {To}: {Use.From} names {Use.To}";
    }
}
