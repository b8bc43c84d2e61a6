using BlazorShop.Common;
using BlazorShop.Payments.Foreign;

namespace BlazorShop.Tests.Common;

/// <summary>A column of text that keeps a kind with its arguments, beside what others wrote into it.</summary>
public sealed class KindTextColumnTests
{
    [Fact]
    public void A_kind_is_read_back_with_its_arguments_whatever_letters_they_have()
    {
        var kept = KindText.Of(ForeignRefusal.UnknownSku, "Théière «50 %», \"blue\"", "TEA|1");

        var (kind, arguments) = KindText.Read<ForeignRefusal>(kept)!.Value;

        Assert.Equal(ForeignRefusal.UnknownSku, kind);
        Assert.Equal(["Théière «50 %», \"blue\"", "TEA|1"], arguments);
    }

    [Theory]
    [InlineData("It was paid in USD.")]
    [InlineData("[not a list")]
    [InlineData("[1, 2]")]
    [InlineData("[]")]
    [InlineData("""["KindOfTomorrow","x"]""")]
    [InlineData("""["3"]""")]
    public void What_is_no_kind_stays_the_text_it_is(string text) =>
        Assert.Equal(text, KindText.Say<ForeignRefusal>(text, (kind, _) => kind.ToString()));

    [Fact]
    public void A_kind_with_fewer_arguments_than_its_sentence_has_places_stays_the_text_it_is() =>
        Assert.Equal("""["UnknownSku"]""", ForeignWords.Refusal("""["UnknownSku"]"""));

    [Fact]
    public void A_long_argument_is_cut_and_the_rest_is_read_all_the_same()
    {
        var kept = KindText.Of(ForeignRefusal.UnknownSku, new string('é', 5000), "TEA-1");
        Assert.Equal((200, "TEA-1"), (KindText.Read<ForeignRefusal>(kept)!.Value.Arguments[0].Length, KindText.Read<ForeignRefusal>(kept)!.Value.Arguments[1]));
    }
}
