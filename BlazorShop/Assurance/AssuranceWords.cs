using BlazorShop.Localization;

namespace BlazorShop.Assurance;

/// <summary>The rules of <see cref="Invariants"/> in the reader's language.</summary>
public static class AssuranceWords
{
    private static readonly Texts texts = AssuranceTexts.All;

    /// <summary>A rule that only another release knows is called by its name.</summary>
    public static string Rule(string name) => Known($"Rule.{name}", texts[$"Rule.{name}"]) ?? name;

    /// <summary>What breaks a rule, such as <c>order BS-…</c>: its kind in words, its name as it is.</summary>
    public static string Example(string example)
    {
        if (example.Split(' ', 2) is not [{ Length: > 0 } kind, var name])
            return example;
        var key = char.ToUpperInvariant(kind[0]) + kind[1..];
        return Known($"Example.{key}", texts[$"Example.{key}", name]) ?? example;
    }

    private static string? Known(string key, string text) => text == key ? null : text;
}
