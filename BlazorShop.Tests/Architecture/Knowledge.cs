using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace BlazorShop.Tests.Architecture;

/// <summary>
/// Who knows whom, read from the compiled code itself: base types, signatures, fields, attributes, type arguments, local variables, and what each method
/// calls. What the compiler makes of a lambda or of an async method counts as its author's.
/// </summary>
internal static class Knowledge
{
    /// <summary>One type that names another, both by their outermost class.</summary>
    public sealed record Use(string FromNamespace, string From, string ToNamespace, string To);

    public static IReadOnlyList<Use> Of(Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return
        [
            .. (from type in module.GetTypes()
                let user = Outermost(type)
                from used in Used(type).SelectMany(Flatten).Select(Outermost)
                where used.FullName != user.FullName
                select new Use(user.Namespace, user.Name, used.Namespace, used.Name)).Distinct(),
        ];
    }

    /// <summary>Whose tables a type opens: through a property of the context, or by <c>Set&lt;T&gt;()</c>.</summary>
    public static IReadOnlyList<Use> TablesOf(Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return
        [
            .. (from type in module.GetTypes()
                let user = Outermost(type)
                from method in type.Methods
                where method.HasBody
                from instruction in method.Body.Instructions
                where instruction.Operand is MethodReference
                let table = Table((MethodReference)instruction.Operand)
                where table is not null
                let entity = Outermost(table)
                select new Use(user.Namespace, user.Name, entity.Namespace, entity.Name)).Distinct(),
        ];
    }

    /// <summary>Whose properties a type sets, by object initializers as well.</summary>
    public static IReadOnlyList<Use> SetBy(Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return
        [
            .. (from type in module.GetTypes()
                let user = Outermost(type)
                from method in type.Methods
                where method.HasBody
                from instruction in method.Body.Instructions
                where instruction.Operand is MethodReference called && called.Name.StartsWith("set_", StringComparison.Ordinal)
                let owner = ((MethodReference)instruction.Operand).DeclaringType.GetElementType()
                where owner.FullName != user.FullName
                select new Use(user.Namespace, user.Name, owner.Namespace, owner.Name)).Distinct(),
        ];
    }

    private static TypeReference? Table(MethodReference called) => called switch
    {
        GenericInstanceMethod { Name: "Set", DeclaringType.Name: "DbContext", GenericArguments: [var entity] } => entity,
        { Name: var name, ReturnType: GenericInstanceType { ElementType.Name: "DbSet`1", GenericArguments: [var entity] } } when name.StartsWith("get_", StringComparison.Ordinal) => entity,
        _ => null,
    };

    private static IEnumerable<TypeReference?> Used(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(f => (TypeReference?[])[f.FieldType, .. Attributes(f)]),
        .. type.Properties.SelectMany(p => (TypeReference?[])[p.PropertyType, .. Attributes(p)]),
        .. type.Events.Select(e => e.EventType),
        .. type.Methods.SelectMany(Used),
    ];

    private static IEnumerable<TypeReference?> Used(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.SelectMany(p => (TypeReference?[])[p.ParameterType, .. Attributes(p)]),
        .. Attributes(method),
        .. Constraints(method),
        .. method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(h => h.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Used) : [],
    ];

    private static IEnumerable<TypeReference?> Used(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Attributes(Mono.Cecil.ICustomAttributeProvider of) =>
        of.CustomAttributes.SelectMany(a => (TypeReference?[])[a.AttributeType, .. a.ConstructorArguments.Select(v => v.Value as TypeReference)]);

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider of) =>
        of.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType);

    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Flatten)],
        IModifierType modified => [.. Flatten(modified.ElementType), .. Flatten(modified.ModifierType)],
        TypeSpecification composed => Flatten(composed.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
