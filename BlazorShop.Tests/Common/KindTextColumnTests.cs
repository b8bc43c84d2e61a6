using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

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
    public void A_stored_text_that_is_no_kind_is_shown_as_it_is(string text) =>
        Assert.Equal(text, KindText.Say<ForeignRefusal>(text, (kind, _) => kind.ToString()));

    [Fact]
    public void A_kind_with_fewer_arguments_than_its_sentence_has_places_stays_the_text_it_is() =>
        Assert.Equal("""["UnknownSku"]""", ForeignWords.Refusal("""["UnknownSku"]"""));

    /// <summary>An emoji is written in twelve characters, a quotation mark in two.</summary>
    [Theory]
    [InlineData("é", 5000)]
    [InlineData("👩‍🚀", 200)]
    [InlineData("\"", 400)]
    [InlineData("\0", 400)]
    public void A_long_argument_is_cut_between_letters_so_that_all_fits_into_its_column_and_the_rest_is_read_all_the_same(string letter, int times)
    {
        var kept = KindText.Of(ForeignRefusal.UnknownSku, string.Concat(Enumerable.Repeat(letter, times)), "TEA-1");

        Assert.True(kept.Length <= KindText.Longest, $"{kept.Length}");
        var (_, arguments) = KindText.Read<ForeignRefusal>(kept)!.Value;
        Assert.Equal("TEA-1", arguments[1]);
        Assert.True(arguments[0].Length > 30 && arguments[0].EndsWith('…'), arguments[0]);
        Assert.Empty(arguments[0].TrimEnd('…').Replace(letter, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_column_that_keeps_kinds_has_room_for_the_longest()
    {
        await using var database = TestDatabase.Sqlite();
        await using var db = database.CreateDbContext();
        foreach (var (row, column) in new[]
        {
            (typeof(InboxEvent), nameof(InboxEvent.Result)), (typeof(ForeignPayment), nameof(ForeignPayment.Problem)), (typeof(Payment), nameof(Payment.Problem)),
            (typeof(ReconciliationRun), nameof(ReconciliationRun.Problem)),
        })
            Assert.True(db.Model.FindEntityType(row)!.FindProperty(column)!.GetMaxLength() >= KindText.Longest, $"{row.Name}.{column}");
    }
}
