using System.ComponentModel.DataAnnotations;

namespace BlazorShop.Common;

/// <summary>Where something is sent, and to whom. <see cref="Country"/> is an ISO 3166 two-letter code, upper case.</summary>
public sealed record Address
{
    [Required(ErrorMessage = "Enter the full name of the person who receives the parcel."), MaxLength(120)]
    public string FullName { get; set; } = "";

    [Required(ErrorMessage = "Enter the street and house number."), MaxLength(120)]
    public string Line1 { get; set; } = "";

    [MaxLength(120)]
    public string? Line2 { get; set; }

    [Required(ErrorMessage = "Enter the city."), MaxLength(80)]
    public string City { get; set; } = "";

    [Required(ErrorMessage = "Enter the postal code."), MaxLength(16)]
    public string PostalCode { get; set; } = "";

    [Required(ErrorMessage = "Choose the country."), MaxLength(2)]
    public string Country { get; set; } = "";
}
