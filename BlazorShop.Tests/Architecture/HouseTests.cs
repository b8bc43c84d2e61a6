using System.Reflection;
using BlazorShop.Tests.Architecture.Planted;

namespace BlazorShop.Tests.Architecture;

/// <summary>Every arrow of the house, from the one table in <see cref="House"/>.</summary>
public sealed class HouseTests
{
    private static readonly Assembly shop = typeof(Program).Assembly;
    private static readonly IReadOnlyList<Knowledge.Use> uses = Knowledge.Of(shop);

    [Fact]
    public void A_room_knows_only_the_rooms_that_the_table_allows() => Nothing(House.Leaks(uses));

    [Fact]
    public void A_room_opens_only_its_own_tables() => Nothing(House.OpenedByOthers(Knowledge.TablesOf(shop)));

    [Fact]
    public void The_table_has_one_line_for_each_room_and_no_two_rooms_know_each_other()
    {
        Assert.Equal(House.Rooms.Count, House.Rooms.Select(r => r.Name).Distinct().Count());
        Assert.Empty(
            from one in House.Rooms
            from other in House.Rooms
            where string.CompareOrdinal(one.Name, other.Name) < 0 && one.Knows.Contains(other.Name) && other.Knows.Contains(one.Name)
            select $"{one.Name} and {other.Name}");
    }

    [Fact]
    public void Every_type_lives_in_a_room() =>
        Assert.Empty(
            from type in shop.GetTypes()
            where type.DeclaringType is null && type.Namespace?.StartsWith("BlazorShop.", StringComparison.Ordinal) == true && House.RoomOf(type.Namespace) is null
            select type.FullName);

    /// <summary>The test assembly holds a leak of each kind; here each stands in a room that may not know whom it names.</summary>
    [Theory]
    [InlineData(nameof(InAField))]
    [InlineData(nameof(InASignature))]
    [InlineData(nameof(IAsABase))]
    [InlineData(nameof(InAnAttribute))]
    [InlineData(nameof(AsATypeArgument))]
    [InlineData(nameof(AsAConstraint))]
    [InlineData(nameof(InACall))]
    [InlineData(nameof(InALambda))]
    [InlineData(nameof(BeforeAnAwait))]
    [InlineData(nameof(AfterAnAwait))]
    [InlineData(nameof(InACatch))]
    [InlineData(nameof(InATypeOf))]
    public void A_planted_leak_is_found(string kind)
    {
        var planted = Knowledge.Of(typeof(HouseTests).Assembly).Where(u => u.From.Split('`')[0] == kind && u.FromNamespace == typeof(InAField).Namespace)
            .Select(u => u with { FromNamespace = "BlazorShop.Payments.Inbox" });
        Assert.Contains(House.Leaks(planted), l => l is { From: "Payments", To: "Orders" or "Fulfilment" });
    }

    [Theory]
    [InlineData(nameof(OpensAProperty))]
    [InlineData(nameof(OpensASet))]
    public void A_planted_table_of_another_room_is_found(string kind)
    {
        var planted = Knowledge.TablesOf(typeof(HouseTests).Assembly).Where(u => u.From == kind).Select(u => u with { FromNamespace = "BlazorShop.Admin.Orders" });
        Assert.Contains(House.OpenedByOthers(planted), l => (l.From, l.To) == ("Admin", "Orders"));
    }

    /// <summary>Each forbidden arrow is a leak, whoever draws it, so that no line of the table says nothing.</summary>
    [Fact]
    public void Every_arrow_that_is_not_in_the_table_is_found()
    {
        foreach (var from in House.Rooms)
        {
            foreach (var to in House.Rooms.Where(to => to != from))
            {
                var leaks = House.Leaks([new Knowledge.Use("BlazorShop." + from.Name, "Planted", "BlazorShop." + to.Name + ".Inner", "Planted")]);
                Assert.Equal(!from.Knows.Contains(to.Name), leaks.Any());
            }
        }
    }

    private static void Nothing(IEnumerable<House.Leak> leaks)
    {
        var found = leaks.Select(l => l.ToString()).Order().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
