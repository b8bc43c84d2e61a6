using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace BlazorShop.Tests.Architecture;

/// <summary>
/// What stands in an address is text: Blazor answers 500 where a typed query parameter cannot be read. Each page reads its own, and takes for absent what it
/// cannot read.
/// </summary>
public sealed class QueryParameterTests
{
    [Fact]
    public void Query_parameters_are_text() => Assert.Empty(
        from type in typeof(Program).Assembly.GetTypes()
        from property in Of(type)
        where property.PropertyType != typeof(string) && property.PropertyType != typeof(string[])
        select $"{type.Name}.{property.Name} is {property.PropertyType.Name}: make it text");

    [Fact]
    public void A_planted_query_parameter_that_is_no_text_is_found() => Assert.Equal(typeof(int?), Assert.Single(Of(typeof(Planted))).PropertyType);

    private static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(p => p.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null);

    private sealed class Planted : ComponentBase
    {
        [SupplyParameterFromQuery]
        private int? Page { get; set; }
    }
}
