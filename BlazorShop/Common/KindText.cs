using System.Text.Encodings.Web;
using System.Text.Json;

namespace BlazorShop.Common;

/// <summary>
/// A kind and its arguments in one column of text, as a list: <c>["OtherCurrency","USD","EUR"]</c>. Whatever else stands in the column is what a
/// person, a bank or a program wrote, or a release before November 2026 as a sentence.
/// </summary>
public static class KindText
{
    /// <summary>In characters; a longer argument is cut.</summary>
    public const int LongestArgument = 200;

    private static readonly JsonSerializerOptions kept = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of<T>(T kind, params string[] arguments)
        where T : struct, Enum =>
        JsonSerializer.Serialize((string[])[kind.ToString(), .. arguments.Select(a => Text.LimitWithEllipsis(a, LongestArgument))], kept);

    /// <summary>Null where no kind of <typeparamref name="T"/> stands there.</summary>
    public static (T Kind, string[] Arguments)? Read<T>(string? text)
        where T : struct, Enum
    {
        if (text is not ['[', ..])
            return null;
        try
        {
            return JsonSerializer.Deserialize<string[]>(text, kept) is [[var first, ..] name, .. var arguments] && char.IsLetter(first) && Enum.TryParse<T>(name, out var kind) && Enum.IsDefined(kind)
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
}
