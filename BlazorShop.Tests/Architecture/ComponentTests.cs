using System.Reflection;
using BlazorShop.Data;
using BlazorShop.Tests.Architecture.Planted;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Components;

namespace BlazorShop.Tests.Architecture;

/// <summary>A component shows what a service answers and passes on what a person says: it knows no database, and no row of it changes by its hand.</summary>
public sealed class ComponentTests
{
    [Fact]
    public void No_component_names_the_database_or_its_library() => Assert.Empty(DatabaseKnownIn(typeof(Program).Assembly));

    [Fact]
    public void No_component_makes_or_changes_a_row_of_a_table() => Assert.Empty(RowsSetIn(typeof(Program).Assembly));

    [Theory]
    [InlineData(nameof(InjectsAFactory))]
    [InlineData(nameof(TakesTheContext))]
    [InlineData(nameof(QueriesLater))]
    [InlineData(nameof(CatchesItsFailures))]
    public void A_planted_component_that_knows_the_database_is_found(string kind) =>
        Assert.Contains(DatabaseKnownIn(typeof(ComponentTests).Assembly), l => l.StartsWith(kind + " ", StringComparison.Ordinal));

    [Theory]
    [InlineData(nameof(RenamesAProduct))]
    [InlineData(nameof(MakesStock))]
    public void A_planted_component_that_changes_a_row_is_found(string kind) =>
        Assert.Contains(RowsSetIn(typeof(ComponentTests).Assembly), l => l.StartsWith(kind + " ", StringComparison.Ordinal));

    private static List<string> DatabaseKnownIn(Assembly assembly) => Said(
        assembly, Knowledge.Of(assembly), use => use.ToNamespace.Contains("EntityFrameworkCore", StringComparison.Ordinal) || use.ToNamespace.StartsWith("BlazorShop.Data", StringComparison.Ordinal));

    private static List<string> RowsSetIn(Assembly assembly)
    {
        using var db = TestDatabase.Context(DatabaseProvider.Sqlite, "Data Source=:memory:");
        // A value that belongs to a row, such as an address, is what forms are made of.
        var rows = db.Model.GetEntityTypes().Where(e => !e.IsOwned()).Select(e => e.ClrType.FullName).ToHashSet();
        return Said(assembly, Knowledge.SetBy(assembly), use => rows.Contains($"{use.ToNamespace}.{use.To}"));
    }

    private static List<string> Said(Assembly assembly, IEnumerable<Knowledge.Use> uses, Func<Knowledge.Use, bool> isLeak)
    {
        var components = assembly.GetTypes().Where(typeof(IComponent).IsAssignableFrom).Select(t => t.FullName).ToHashSet();
        return [.. uses.Where(u => components.Contains($"{u.FromNamespace}.{u.From}") && isLeak(u)).Select(u => $"{u.From} → {u.To}").Order(StringComparer.Ordinal)];
    }
}
