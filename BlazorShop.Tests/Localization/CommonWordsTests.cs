using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Localization;

/// <summary>Countries, recurrences and what an address lacks, in the reader's language.</summary>
public sealed class CommonWordsTests
{
    [Theory]
    [InlineData("DE", "Germany", "Allemagne")]
    [InlineData("US", "United States", "États-Unis")]
    [InlineData("GB", "United Kingdom", "Royaume-Uni")]
    [InlineData("FR", "France", "France")]
    [InlineData("no code", "no code", "no code")]
    public void A_country_is_named_in_the_language_of_the_page_whoever_asked_first(string code, string english, string french)
    {
        Assert.Equal(french, In("fr", () => Countries.Name(code)));
        Assert.Equal(english, In("en", () => Countries.Name(code)));
        Assert.Equal(french, In("fr", () => Countries.Name(code)));
    }

    [Theory]
    [InlineData(RecurrenceUnit.Week, 1, "every week", "toutes les semaines")]
    [InlineData(RecurrenceUnit.Week, 2, "every 2 weeks", "toutes les 2 semaines")]
    [InlineData(RecurrenceUnit.Month, 1, "every month", "tous les mois")]
    [InlineData(RecurrenceUnit.Month, 3, "every 3 months", "tous les 3 mois")]
    [InlineData(RecurrenceUnit.Year, 1, "every year", "tous les ans")]
    public void A_recurrence_is_written_for_its_reader_and_for_machines_as_ever(RecurrenceUnit unit, int count, string english, string french)
    {
        var every = new Recurrence(unit, count);
        Assert.Equal((english, french), (In("en", every.Format), In("fr", every.Format)));
        Assert.Equal(english, In("fr", every.ToString));
    }

    [Fact]
    public void What_an_address_lacks_is_said_in_French()
    {
        Assert.Equal("Saisissez la rue et le numéro.", Problem(Make.Address() with { Line1 = "" }));
        Assert.Equal("Saisissez le code postal.", Problem(Make.Address() with { PostalCode = "" }));
        Assert.Equal("Utilisez 80 caractères au plus.", Problem(Make.Address() with { City = new string('a', 81) }));
        Assert.Equal("Saisissez l’État ou la région, par exemple AL ou Alabama.", Problem(Make.Address() with { Country = "US", Region = "" }));
        Assert.Equal("Vérifiez le numéro de téléphone, par exemple +33 6 12 34 56 78, ou laissez ce champ vide.", Problem(Make.Address() with { Phone = "12" }));
    }

    private static string Problem(Address address) => In("fr", () =>
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(address, new ValidationContext(address), problems, validateAllProperties: true);
        return Assert.Single(problems).ErrorMessage!;
    });

    private static string In(string tag, Func<string> write)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Languages.Find(tag)!.Culture;
            return write();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
