using System.Buffers;
using System.Globalization;
using System.Text;

namespace BlazorShop.Common;

/// <summary>What has to be done to text of unknown origin before it is kept: lengths are in UTF-16 units, as columns and .NET count them.</summary>
public static class Text
{
    /// <summary>Combining accents.</summary>
    internal const char FirstMark = '\u0300', LastMark = '\u036f';

    /// <summary>Letters that no accent makes, and what stands for each.</summary>
    internal const string Lookalikes = "ØøŁłĐđÐðĦħŦŧı", Plain = "oollddddhhtti";

    internal static readonly (char From, string To)[] Ligatures = [('ß', "ss"), ('ẞ', "ss"), ('Æ', "ae"), ('æ', "ae"), ('Œ', "oe"), ('œ', "oe"), ('Þ', "th"), ('þ', "th")];

    private static readonly SearchValues<char> odd = SearchValues.Create([.. "\0", .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    /// <summary>
    /// The longest beginning of <paramref name="value"/> that has at most <paramref name="units"/> UTF-16 units and ends between two characters as
    /// people see them: neither a surrogate pair nor a letter with its accents is torn. Half a pair cannot be stored by PostgreSQL and becomes
    /// U+FFFD in SQLite.
    /// </summary>
    public static string Limit(string value, int units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        if (value.Length <= units)
            return value;
        var end = 0;
        while (end < units)
        {
            var next = end + StringInfo.GetNextTextElementLength(value, end);
            if (next > units)
                break;
            end = next;
        }

        // A single "character" may be longer than the limit (a letter with a thousand accents): then whole code points are kept.
        if (end == 0 && units > 0)
            end = char.IsHighSurrogate(value[units - 1]) ? units - 1 : units;
        return value[..end];
    }

    /// <summary>As <see cref="Limit(string, int)"/>; what was cut off is said by an ellipsis that counts as one unit.</summary>
    public static string LimitWithEllipsis(string value, int units) =>
        value.Length <= units ? value : units == 0 ? "" : Limit(value, units - 1) + "…";

    /// <summary>The longest end of <paramref name="value"/> that has at most <paramref name="units"/> UTF-16 units and tears no surrogate pair: the end of an id tells it from others.</summary>
    public static string LimitToEnd(string value, int units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        if (value.Length <= units)
            return value;
        var start = value.Length - units;
        return value[(units > 0 && char.IsLowSurrogate(value[start]) && char.IsHighSurrogate(value[start - 1]) ? start + 1 : start)..];
    }

    /// <summary>What somebody wrote, without blanks around it; null where that is nothing.</summary>
    public static string? TrimToNull(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>
    /// As one searches: without case and accents, letters that only look different written out (ß as ss, ø as o, æ as ae). What is folded twice stays as it
    /// is. <c>Data.Folding</c> does the same in a database; who changes one changes the other.
    /// </summary>
    public static string Fold(string value)
    {
        if (Ascii.IsValid(value))
            return value.ToLowerInvariant();
        var kept = new StringBuilder(value.Length);
        foreach (var letter in Clean(value).Normalize(NormalizationForm.FormKD))
        {
            if (letter is >= FirstMark and <= LastMark)
                continue;
            var at = Lookalikes.IndexOf(letter, StringComparison.Ordinal);
            if (at >= 0)
                kept.Append(Plain[at]);
            else
                kept.Append(Ligatures.FirstOrDefault(l => l.From == letter).To ?? letter.ToString());
        }

        return kept.ToString().ToLowerInvariant();
    }

    /// <summary>Without what no database keeps: U+0000, which PostgreSQL refuses, and surrogates without their other half.</summary>
    public static string Clean(string value)
    {
        if (value.AsSpan().IndexOfAny(odd) < 0)
            return value;
        var kept = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (Rune.TryGetRuneAt(value, at, out var rune))
            {
                if (rune.Value != 0)
                    kept.Append(value, at, rune.Utf16SequenceLength);
                at += rune.Utf16SequenceLength - 1;
            }
        }

        return kept.ToString();
    }
}
