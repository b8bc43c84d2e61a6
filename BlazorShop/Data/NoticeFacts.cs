using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorShop.Common;

namespace BlazorShop.Data;

/// <summary>The figures of a notice to staff. The sentence around them is made where it is read, in the reader's language.</summary>
public sealed record NoticeFacts
{
    /// <summary>In characters, as it is kept.</summary>
    public const int Longest = 500;

    private static readonly JsonSerializerOptions kept = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        // Kept in a column, never written into a page: a name in another script must not cost six characters a letter.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What it is about; of a difference what we have.</summary>
    public Money? Amount { get; init; }

    /// <summary>What the order costs; of a difference what the provider has.</summary>
    public Money? Other { get; init; }

    public int? Count { get; init; }

    public int? Of { get; init; }

    /// <summary>Since when, or until when.</summary>
    public DateTime? At { get; init; }

    /// <summary>A buyer's email.</summary>
    public string? From { get; init; }

    /// <summary>In nobody's language: names of products, a bank's codes, what a program answered. Cut, as <see cref="Said"/> is, where all of it would not fit.</summary>
    public string Text { get; init; } = "";

    /// <summary>Words of a room that whoever reads the notice does not know, by language: the room says them in each, when it tells.</summary>
    public IReadOnlyDictionary<string, string>? Said { get; init; }

    /// <summary>Null where it is none.</summary>
    public static NoticeFacts? Read(string details)
    {
        if (!details.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<NoticeFacts>(details, kept);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString()
    {
        // Escapes make the JSON longer than the texts in it; only serializing shows by how much.
        for (var most = Longest; ; most = most * 9 / 10)
        {
            var written = Write(this with
            {
                Text = Common.Text.LimitWithEllipsis(Text, most),
                Said = Said?.ToDictionary(said => said.Key, said => Common.Text.LimitWithEllipsis(said.Value, most)),
            });
            if (written.Length <= Longest || most == 0)
                return written;
        }
    }

    private static string Write(NoticeFacts facts) => JsonSerializer.Serialize(facts, kept);
}
