namespace BlazorShop.Common;

/// <summary>Where something is sent, and to whom. <see cref="Country"/> is an ISO 3166 two-letter code, upper case.</summary>
public sealed record Address
{
    public const int LongestLine = 120;
    public const int LongestCity = 80;
    public const int LongestPostalCode = 16;
    public const int LongestRegion = 80;
    public const int LongestPhone = 40;

    [AddressNeeded("Address.FullName"), AddressAtMost(LongestLine)]
    public string FullName { get; set; } = "";

    [AddressNeeded("Address.Line1"), AddressAtMost(LongestLine)]
    public string Line1 { get; set; } = "";

    [AddressAtMost(LongestLine)]
    public string? Line2 { get; set; }

    [AddressNeeded("Address.City"), AddressAtMost(LongestCity)]
    public string City { get; set; } = "";

    /// <summary>Empty where there is none.</summary>
    [PostalCodeOfCountry, AddressAtMost(LongestPostalCode)]
    public string PostalCode { get; set; } = "";

    /// <summary>State, province or prefecture: its ISO 3166-2 code without the country where we have one, else as written; null where there is none.</summary>
    [RegionOfCountry, AddressAtMost(LongestRegion)]
    public string? Region { get; set; }

    [AddressNeeded("Address.Country"), AddressAtMost(2)]
    public string Country { get; set; } = "";

    /// <summary>E.164, for whoever delivers; null where none was given.</summary>
    [PhoneOfCountry, AddressAtMost(LongestPhone)]
    public string? Phone { get; set; }
}
