using System.Globalization;
using System.Text;
using BlazorShop.Common;
using CsCheck;

namespace BlazorShop.Tests.Common;

public sealed class TextTests
{
    private static readonly string[] characters = ["a", "é", "e\u0301", "😀", "👩‍👩‍👧", "🇫🇷", "\u0301", "中", " ", "\r\n"];

    private static readonly Gen<string> anyText = Gen.Int[0, characters.Length - 1].Select(i => characters[i]).Array[0, 60].Select(string.Concat);

    [Fact]
    public void An_emoji_at_the_limit_is_left_out_whole()
    {
        var name = new string('n', 119) + "😀";
        Assert.Equal(new string('n', 119), Text.Limit(name, 120));
        Assert.Equal(name, Text.Limit(name, 121));
    }

    [Fact]
    public void What_is_kept_is_a_beginning_within_the_limit_that_tears_no_character() => (from text in anyText from units in Gen.Int[1, 80] select (text, units)).Sample(c =>
    {
        var kept = Text.Limit(c.text, c.units);
        Assert.True(kept.Length <= c.units);
        Assert.StartsWith(kept, c.text, StringComparison.Ordinal);
        Assert.Equal(kept, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept)));
        var ends = StringInfo.ParseCombiningCharacters(c.text).Append(c.text.Length).ToList();
        var first = ends.Count > 1 ? ends[1] : 0;
        Assert.True(ends.Contains(kept.Length) || first > c.units, $"torn at {kept.Length} of {c.text}");
        // As much as fits: the next character would be too many.
        Assert.True(kept == c.text || ends.First(e => e > kept.Length) > c.units);
    });

    [Fact]
    public void The_end_kept_of_a_text_tears_no_character() => (from text in anyText from units in Gen.Int[0, 80] select (text, units)).Sample(c =>
    {
        var kept = Text.LimitToEnd(c.text, c.units);
        Assert.True(kept.Length <= c.units && kept.Length >= Math.Min(c.text.Length, c.units) - 1);
        Assert.EndsWith(kept, c.text, StringComparison.Ordinal);
        Assert.Equal(kept, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept)));
    });

    [Fact]
    public void The_ellipsis_of_a_text_cut_short_counts_towards_its_limit()
    {
        Assert.Equal("", Text.LimitWithEllipsis("abc", 0));
        Assert.Equal("…", Text.LimitWithEllipsis("abc", 1));
        Assert.Equal("a…", Text.LimitWithEllipsis("abc", 2));
        Assert.Equal("abc", Text.LimitWithEllipsis("abc", 3));
    }

    [Fact]
    public void A_text_cut_to_its_limit_twice_is_as_it_was_after_the_first() => (from text in anyText from units in Gen.Int[1, 80] select (text, units)).Sample(c =>
        Assert.Equal(Text.Limit(c.text, c.units), Text.Limit(Text.Limit(c.text, c.units), c.units)));

    [Fact]
    public void Characters_that_no_database_keeps_are_taken_out_of_a_text()
    {
        // Not as theory data: half a pair does not survive the test runner.
        Assert.Equal("ab", Text.Clean("a\0b"));
        Assert.Equal("", Text.Clean("\uD83D"));
        Assert.Equal("xy", Text.Clean("x\uDE00y"));
        Assert.Equal("😀", Text.Clean("\uD83D\uD83D\uDE00"));
        Assert.Equal("a typed \uFFFD stays", Text.Clean("a typed \uFFFD stays"));
    }
}
