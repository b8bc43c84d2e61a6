using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorShop.Carts;

/// <summary>What the buyer has yet to be told of their cart.</summary>
public enum CartNoticeKind
{
    /// <summary>Free text, of a release before kinds.</summary>
    Note,

    /// <summary>What was chosen before logging in has joined what was there.</summary>
    Merged,

    /// <summary>Only <see cref="CartNotice.Count"/> of it are left.</summary>
    FewLeft,

    /// <summary>So many can be bought at a time.</summary>
    AtMost,
    SoldOut,

    /// <summary>The cart was full, so it was left out.</summary>
    LeftOut,

    /// <summary>So many lines are no longer sold and were taken out.</summary>
    Gone,
}

/// <param name="Text">The name of the item, or the words of a note.</param>
public sealed record CartNotice(CartNoticeKind Kind, string? Text = null, int? Count = null)
{
    /// <summary>What a cart's row holds.</summary>
    public const int Longest = 1000;

    private const int LongestName = 100;

    private static readonly JsonSerializerOptions json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        // Kept in a row and never written into a page as it is: an escaped name would take six times its room.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What stands in a row; the sentence of an older release is a note.</summary>
    public static IReadOnlyList<CartNotice> Read(string? stored) => stored switch
    {
        null or "" => [],
        ['[', ..] => JsonSerializer.Deserialize<List<CartNotice>>(stored, json) ?? [],
        _ => [new(CartNoticeKind.Note, stored)],
    };

    /// <summary>As a row keeps them: as many of the first as it has room for, names cut where they are long.</summary>
    public static string? Write(IEnumerable<CartNotice> notices)
    {
        var kept = new List<CartNotice>();
        string? stored = null;
        foreach (var notice in notices)
        {
            kept.Add(notice with { Text = notice.Text is { } text ? Common.Text.LimitWithEllipsis(text, LongestName) : null });
            var longer = JsonSerializer.Serialize(kept, json);
            if (longer.Length > Longest)
                break;
            stored = longer;
        }

        return stored;
    }
}
