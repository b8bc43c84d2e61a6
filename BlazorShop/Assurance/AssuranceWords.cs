using BlazorShop.Localization;
using BlazorShop.Payments.Reconciliation;

namespace BlazorShop.Assurance;

/// <summary>The rules in the reader's language. Logs say them in English, as they stand in <see cref="Invariants"/>.</summary>
public static class AssuranceWords
{
    private static readonly Texts texts = AssuranceTexts.All;

    /// <summary>A rule that this release does not know any more is shown as it was kept.</summary>
    public static string Rule(InvariantResult result) => Known($"Rule.{result.Name}", texts[$"Rule.{result.Name}"]) ?? result.Rule;

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
