using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mono.Cecil;
using NetArchTest.Rules;

namespace BlazorShop.Tests.Architecture;

/// <summary>What the arrows between rooms (<see cref="House"/>) do not say: libraries, and what must not be in the code at all. A namespace here is a room with all its inner rooms.</summary>
public sealed class DependencyTests
{
    private const string Shop = "BlazorShop.";
    private static readonly Assembly assembly = typeof(Program).Assembly;

    [Fact]
    public void Only_the_Stripe_gateway_knows_Stripe() =>
        Nothing(Types.InAssembly(assembly).That().DoNotResideInNamespace("BlazorShop.Payments.StripeGateway").ShouldNot().HaveDependencyOn("Stripe"));

    [Fact]
    public void The_sandbox_knows_no_database_library_but_SQLite() =>
        Nothing(In("PaymentsSandbox").ShouldNot().HaveDependencyOnAny("Stripe", "Microsoft.EntityFrameworkCore", "MudBlazor"));

    [Fact]
    public void The_database_knows_no_rules() =>
        // Entity types stand in the features; services do too, and Data must not call one.
        Assert.Empty(
            from type in assembly.GetTypes()
            where In(type, "Data") && !type.FullName!.Contains(".Migrations.", StringComparison.Ordinal)
            from used in Used(type)
            where used.Assembly == assembly && !In(used, "Data") && !In(used, "Common")
            where used.Name.EndsWith("Service", StringComparison.Ordinal) || used.Name.EndsWith("Admin", StringComparison.Ordinal)
            select $"{type} → {used}");

    [Fact]
    public void The_database_knows_neither_pages_nor_money_providers() =>
        Nothing(In("Data").ShouldNot().HaveDependencyOnAny(
            "BlazorShop.Checkout", "BlazorShop.Admin", "BlazorShop.Components", "BlazorShop.PaymentsSandbox", "BlazorShop.Payments.StripeGateway", "Stripe"));

    [Fact]
    public void Nothing_is_shared_between_visitors_through_a_static_field() =>
        Assert.Empty(
            from type in assembly.GetTypes()
            where type.Namespace?.StartsWith("BlazorShop", StringComparison.Ordinal) == true && !IsGenerated(type)
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.IsInitOnly && !field.Name.StartsWith('<') && !IsGenerated(field)
            select $"{type}.{field.Name}");

    [Fact]
    public void Markup_from_text_is_made_in_one_place_only() =>
        Assert.True(MarkupMakers(assembly).Distinct().Count() <= 1, string.Join(", ", MarkupMakers(assembly).Distinct()));

    [Fact]
    public void Markup_planted_from_text_is_found() =>
        Assert.Equal([nameof(Leaks.AsMarkup)], MarkupMakers(typeof(Leaks).Assembly).Select(n => n.Split('/')[^1]).Distinct());

    [Fact]
    public void A_browser_can_call_one_method_and_tell_it_nothing_that_is_believed()
    {
        var open = assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<JSInvokableAttribute>() is not null)
            .ToList();
        Assert.True(open.Count <= 1, string.Join(", ", open.Select(m => $"{m.DeclaringType}.{m.Name}")));
        Assert.All(open, m => Assert.Empty(m.GetParameters()));
    }

    /// <summary>The rules above would notice: the test assembly holds a leak of each kind.</summary>
    [Theory]
    [InlineData(nameof(Leaks.InAField))]
    [InlineData(nameof(Leaks.BeforeAnAwait))]
    [InlineData(nameof(Leaks.AfterAnAwait))]
    [InlineData(nameof(Leaks.InALambda))]
    public void A_planted_use_of_the_providers_library_is_found(string kind) =>
        Assert.False(Types.InAssembly(typeof(Leaks).Assembly).That().HaveName(kind).ShouldNot().HaveDependencyOn("Stripe").GetResult().IsSuccessful);

    private static PredicateList In(string room) => Types.InAssembly(assembly).That().ResideInNamespaceMatching($@"^BlazorShop\.{room}(\.|$)");

    private static bool In(Type type, string room) =>
        type.Namespace == Shop + room || type.Namespace?.StartsWith(Shop + room + ".", StringComparison.Ordinal) == true;

    private static void Nothing(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    /// <summary>Types whose code turns a string into markup, by reading the code itself: a cast leaves no trace in a signature.</summary>
    private static IEnumerable<string> MarkupMakers(Assembly of)
    {
        using var module = ModuleDefinition.ReadModule(of.Location);
        return
        [
            .. from type in module.GetTypes()
               from method in type.Methods
               where method.HasBody
               where method.Body.Instructions.Any(i =>
                   i.Operand is MethodReference { Name: ".ctor" or "op_Explicit" } called && called.DeclaringType.FullName == typeof(MarkupString).FullName)
               select type.Name.StartsWith('<') ? type.DeclaringType.FullName : type.FullName,
        ];
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.DeclaringType is { } outer && IsGenerated(outer);

    /// <summary>Types in the signatures, fields and local variables of a type and of what the compiler made inside it.</summary>
    private static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var direct = type.GetFields(all).Select(f => f.FieldType)
            .Concat(type.GetProperties(all).Select(p => p.PropertyType))
            .Concat(type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).SelectMany(m =>
                m.GetParameters().Select(p => p.ParameterType)
                    .Concat(m is MethodInfo method ? [method.ReturnType] : [])
                    .Concat(m.GetMethodBody()?.LocalVariables.Select(v => v.LocalType) ?? [])));
        return direct.SelectMany(Flatten).Concat(type.GetNestedTypes(all).SelectMany(Used));
    }

    private static IEnumerable<Type> Flatten(Type type) =>
        type.HasElementType ? Flatten(type.GetElementType()!) : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Flatten)] : [type];
}
