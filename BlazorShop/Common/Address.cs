using System.ComponentModel.DataAnnotations;

namespace BlazorShop.Common;

/// <summary>Where something is sent, and to whom. <see cref="Country"/> is an ISO 3166 two-letter code, upper case.</summary>
public sealed record Address
{
    public const int LongestLine = 120;
    public const int LongestCity = 80;
    public const int LongestPostalCode = 16;
    public const int LongestRegion = 80;
    public const int LongestPhone = 40;

    [Required(ErrorMessage = "Enter the full name of the person who receives the shipment."), MaxLength(LongestLine)]
    public string FullName { get; set; } = "";

    [Required(ErrorMessage = "Enter the street and house number."), MaxLength(LongestLine)]
    public string Line1 { get; set; } = "";

    [MaxLength(LongestLine)]
    public string? Line2 { get; set; }

    [Required(ErrorMessage = "Enter the city."), MaxLength(LongestCity)]
    public string City { get; set; } = "";

    /// <summary>Empty where there is none.</summary>
    [PostalCodeOfCountry, MaxLength(LongestPostalCode)]
    public string PostalCode { get; set; } = "";

    /// <summary>State, province or prefecture: its ISO 3166-2 code without the country where we have one, else as written; null where there is none.</summary>
    [RegionOfCountry, MaxLength(LongestRegion)]
    public string? Region { get; set; }

    [Required(ErrorMessage = "Choose the country."), MaxLength(2)]
    public string Country { get; set; } = "";

    /// <summary>E.164, for whoever delivers; null where none was given.</summary>
    [PhoneOfCountry, MaxLength(LongestPhone)]
    public string? Phone { get; set; }
}
