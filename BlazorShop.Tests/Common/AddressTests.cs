using System.ComponentModel.DataAnnotations;
using BlazorShop.Common;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Common;

/// <summary>What an address needs, how it is kept and how it is written depends on its country.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("US", "NY", "New York", "10001", "Ada|1 Street|New York, NY 10001")]
    [InlineData("FR", null, "Paris", "75018", "Ada|1 Street|75018 Paris")]
    [InlineData("GB", null, "London", "N1 9GU", "Ada|1 Street|London|N1 9GU")]
    [InlineData("IT", "MI", "Milano", "20121", "Ada|1 Street|20121 Milano MI")]
    [InlineData("BR", "SP", "São Paulo", "01310-100", "Ada|1 Street|São Paulo - SP|01310-100")]
    [InlineData("JP", "13", "Shibuya-ku", "150-0001", "Ada|1 Street|Shibuya-ku, Tokyo 150-0001")]
    [InlineData("IE", "CO", "Cobh", "", "Ada|1 Street|Cobh|Co. Cork")]
    [InlineData("US", null, "New York", "10001", "Ada|1 Street|New York 10001")]
    [InlineData("HK", null, "Kowloon", "", "Ada|1 Street|Kowloon")]
    [InlineData("KR", "Gyeonggi-do", "Suwon-si", "16488", "Ada|1 Street|Suwon-si|Gyeonggi-do|16488")]
    [InlineData("CO", "Antioquia", "Medellín", "", "Ada|1 Street|Medellín, Antioquia")]
    [InlineData("CR", "San José", "Escazú", "10203", "Ada|1 Street|San José, Escazú|10203")]
    [InlineData("RO", "Cluj", "Cluj-Napoca", "400001", "Ada|1 Street|400001 Cluj Cluj-Napoca")]
    [InlineData("LV", null, "Rīga", "LV-1050", "Ada|1 Street|Rīga, LV-1050")]
    public void The_lines_stand_in_the_order_of_the_country(string country, string? region, string city, string code, string lines) =>
        Assert.Equal([.. lines.Split('|'), Countries.Name(country)], AddressLines.Of(Of(country) with { FullName = "Ada", Line1 = "1 Street", City = city, Region = region, PostalCode = code }));

    [Fact]
    public void A_telephone_is_kept_as_one_number_and_read_with_spaces()
    {
        Assert.Equal("+33612345678", (Of("FR") with { Phone = " 06 12 34 56 78" }).Tidy().Phone);
        Assert.Equal("+12125550123", (Of("FR") with { Phone = "+1 (212) 555-0123" }).Tidy().Phone);
        Assert.Equal("+33 6 12 34 56 78", AddressLines.Of(Of("FR") with { Phone = "+33612345678" })[^1]);
        Assert.Null((Of("FR") with { Phone = "  " }).Tidy().Phone);
    }

    [Theory]
    [InlineData("US", "ny", "NY")]
    [InlineData("US", " New York ", "NY")]
    [InlineData("US", "US-NY", "NY")]
    [InlineData("BR", "sao paulo", "SP")]
    [InlineData("CA", "québec", "QC")]
    [InlineData("JP", "Tokyo", "13")]
    [InlineData("MX", "CDMX", "CMX")]
    [InlineData("ES", "Alava", "VI")]
    [InlineData("IT", "Milan", "MI")]
    [InlineData("IE", "County Cork", "CO")]
    [InlineData("FR", "Bretagne", null)]
    [InlineData("AR", "Córdoba", "Córdoba")]
    public void A_code_or_a_name_is_kept_as_the_code_and_what_a_country_has_not_is_dropped(string country, string typed, string? kept) =>
        Assert.Equal(kept, (Of(country) with { Region = typed }).Tidy().Region);

    [Theory]
    [InlineData("US")]
    [InlineData("CA")]
    [InlineData("AU")]
    [InlineData("BR")]
    [InlineData("IN")]
    [InlineData("IT")]
    [InlineData("JP")]
    [InlineData("MX")]
    public void Where_letters_need_a_state_it_is_asked_for_and_must_be_one(string country)
    {
        Assert.Contains("Enter the state or region", Problem(Of(country)), StringComparison.Ordinal);
        Assert.Contains("We don't know this state", Problem(Of(country) with { Region = "Nowhere" }), StringComparison.Ordinal);
        Assert.All(Regions.Of(country), region =>
        {
            Assert.Equal("", Problem(Of(country) with { Region = region.Name }));
            Assert.Equal("", Problem((Of(country) with { Region = region.Code }).ForForm()));
            Assert.Equal(region.Code, (Of(country) with { Region = region.Code }).ForForm().Tidy().Region);
        });
    }

    [Theory]
    [InlineData("US", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("CN", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("JP", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("GB", FieldNeed.None, FieldNeed.Required)]
    [InlineData("DE", FieldNeed.None, FieldNeed.Required)]
    [InlineData("KR", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("IN", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("FR", FieldNeed.None, FieldNeed.Required)]
    [InlineData("ID", FieldNeed.Required, FieldNeed.Optional)]
    [InlineData("CA", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("BR", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("RU", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("AU", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("IT", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("MX", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("ES", FieldNeed.Optional, FieldNeed.Required)]
    [InlineData("NL", FieldNeed.None, FieldNeed.Required)]
    [InlineData("TR", FieldNeed.Optional, FieldNeed.Required)]
    [InlineData("TW", FieldNeed.Required, FieldNeed.Required)]
    [InlineData("PL", FieldNeed.None, FieldNeed.Required)]
    [InlineData("TH", FieldNeed.Optional, FieldNeed.Optional)]
    [InlineData("VN", FieldNeed.Required, FieldNeed.Optional)]
    [InlineData("CO", FieldNeed.Required, FieldNeed.Optional)]
    [InlineData("RO", FieldNeed.Optional, FieldNeed.Required)]
    public void What_the_countries_that_buy_most_ask_of_an_address(string country, FieldNeed region, FieldNeed postalCode) =>
        Assert.Equal((region, postalCode), (AddressFormat.Of(country).Region, AddressFormat.Of(country).PostalCode));

    [Theory]
    [InlineData("HK")]
    [InlineData("AE")]
    [InlineData("IE")]
    public void Where_there_is_no_postal_code_none_is_needed(string country) => Assert.Equal("", Problem(Of(country) with { PostalCode = "" }));

    [Fact]
    public void Elsewhere_a_postal_code_is_needed_and_a_telephone_must_be_one()
    {
        Assert.Equal("Enter the postal code.", Problem(Of("FR") with { PostalCode = " " }));
        Assert.Contains("Check the phone number", Problem(Of("FR") with { Phone = "12" }), StringComparison.Ordinal);
        Assert.Contains("Check the phone number", Problem(Of("FR") with { Phone = "call me" }), StringComparison.Ordinal);
    }

    private static Address Of(string country) => Make.Address(country);

    private static string Problem(Address address)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(address, new ValidationContext(address), problems, validateAllProperties: true);
        return string.Join(" ", problems.Select(p => p.ErrorMessage));
    }
}
