using BlazorShop.Carts;
using BlazorShop.Localization;

namespace BlazorShop.Tests.Carts;

/// <summary>What a cart has yet to tell its owner is kept as kinds, and read in their language.</summary>
public sealed class CartNoticeTests
{
    [Fact]
    public void Notices_of_a_cart_are_read_in_the_language_of_their_reader()
    {
        var notices = CartNotice.Read(CartNotice.Write([new(CartNoticeKind.Merged), new(CartNoticeKind.FewLeft, "Kettle", 4), new(CartNoticeKind.Gone, Count: 2)]));
        Assert.Equal(
            "We've added the items you chose before logging in to those already in your cart. Please note: only 4 left of Kettle. "
                + "2 items in your cart are no longer sold, so we took them out.",
            CartWords.Of(notices));
        using (Languages.French.Use())
            Assert.Contains("il ne reste que 4 × Kettle", CartWords.Of(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_of_a_cart_kept_as_a_sentence_is_told_as_it_is() =>
        Assert.Equal("Only 2 of them are left.", CartWords.Of(CartNotice.Read("Only 2 of them are left.")));

    [Theory]
    [InlineData("😀")]
    [InlineData("\"")]
    [InlineData("\u202e\u05d0")]
    [InlineData("漢")]
    public void However_long_and_odd_the_names_a_cart_keeps_several_notices_and_cuts_no_character_in_half(string letter)
    {
        var name = string.Concat(Enumerable.Repeat(letter, 200));
        var stored = CartNotice.Write([new(CartNoticeKind.Merged), .. Enumerable.Range(0, 40).Select(i => new CartNotice(CartNoticeKind.SoldOut, name, i))])!;
        Assert.InRange(stored.Length, 1, CartNotice.Longest);
        var read = CartNotice.Read(stored);
        Assert.True(read.Count > 1, "Nothing but the first notice was kept.");
        // An emoji in halves would come back as U+FFFD.
        Assert.All(read.Skip(1), n => Assert.All(n.Text!.TrimEnd('…').EnumerateRunes(), rune => Assert.Contains(rune.ToString(), letter, StringComparison.Ordinal)));
    }
}
