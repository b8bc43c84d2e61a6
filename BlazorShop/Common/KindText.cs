using System.Text.Encodings.Web;
using System.Text.Json;

namespace BlazorShop.Common;

/// <summary>
/// A kind and its arguments in one column of text, as a list: <c>["OtherCurrency","USD","EUR"]</c>. Whatever else stands in the column is what a
/// person, a bank or a program wrote, or a release before November 2026 as a sentence.
/// </summary>
public static class KindText
{
    /// <summary>In characters, as it is kept: the narrowest column that keeps one.</summary>
    public const int Longest = 500;

    private static readonly JsonSerializerOptions kept = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Arguments are cut, the longest first, where all of it would not fit into <see cref="Longest"/>.</summary>
    public static string Of<T>(T kind, params string[] arguments)
        where T : struct, Enum
    {
        string[] list = [kind.ToString(), .. arguments];
        // Escapes make the JSON longer than the texts in it; only serializing shows by how much.
        for (var written = Write(list); ; written = Write(list))
        {
            var longest = Enumerable.Range(0, list.Length).MaxBy(i => list[i].Length);
            if (written.Length <= Longest || longest == 0)
                return written;
            list[longest] = Text.LimitWithEllipsis(list[longest], list[longest].Length * 9 / 10);
        }
    }

    /// <summary>Null where no kind of <typeparamref name="T"/> stands there.</summary>
    public static (T Kind, string[] Arguments)? Read<T>(string? text)
        where T : struct, Enum
    {
        if (text is not ['[', ..])
            return null;
        try
        {
            return JsonSerializer.Deserialize<string[]>(text, kept) is [var name, .. var arguments] && EnumName.TryParse<T>(name, out var known) && known is { } kind
                ? (kind, arguments)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The words for what is kept: of a kind those of the reader's language, of anything else the text itself.</summary>
    /// <param name="words">Looks up <c>Place.Kind</c> with the arguments.</param>
    public static string Say<T>(string? text, Func<T, object[], string> words)
        where T : struct, Enum
    {
        if (Read<T>(text) is not var (kind, arguments))
            return text ?? "";
        try
        {
            return words(kind, [.. arguments]);
        }
        catch (FormatException)
        {
            // Another release kept fewer arguments than the sentence of this one has places for.
            return text!;
        }
    }

    private static string Write(string[] list) => JsonSerializer.Serialize(list, kept);
}
