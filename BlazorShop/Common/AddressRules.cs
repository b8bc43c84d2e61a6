using System.ComponentModel.DataAnnotations;

namespace BlazorShop.Common;

/// <summary>What an address needs depends on its country.</summary>
public static class AddressRules
{
    /// <summary>
    /// As it is kept: nothing typed is nothing, a region is its code, a telephone E.164. The same address written twice is the
    /// same address.
    /// </summary>
    public static Address Tidy(this Address typed)
    {
        var format = AddressFormat.Of(typed.Country);
        return typed with
        {
            FullName = typed.FullName.Trim(),
            Line1 = typed.Line1.Trim(),
            Line2 = Filled(typed.Line2),
            City = typed.City.Trim(),
            PostalCode = Filled(typed.PostalCode) ?? "",
            Region = format.Region is FieldNeed.None ? null : Regions.Find(typed.Country, typed.Region)?.Code ?? Filled(typed.Region),
            Phone = PhoneNumbers.Normalise(typed.Phone, typed.Country),
        };
    }

    /// <summary>As a form shows what is kept.</summary>
    public static Address ForForm(this Address kept) =>
        kept with { Region = Regions.Shown(kept.Country, kept.Region), Phone = PhoneNumbers.Shown(kept.Phone) };

    /// <summary>Nothing but the country is known of it.</summary>
    public static bool IsCountryOnly(this Address address) => string.IsNullOrWhiteSpace(address.Line1);

    /// <summary>A shipment can be sent to it.</summary>
    public static bool IsWhole(this Address address) => Validator.TryValidateObject(address, new ValidationContext(address), null, validateAllProperties: true);

    /// <summary>The same, but for a region or telephone that was not asked before.</summary>
    public static bool Completes(this Address whole, Address known) =>
        known != whole && known == whole with { Region = known.Region is null ? null : whole.Region, Phone = known.Phone is null ? null : whole.Phone };

    private static string? Filled(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

/// <summary>Required where the country's addresses have a postal code.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PostalCodeOfCountryAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        string.IsNullOrWhiteSpace(value as string) && AddressFormat.Of((context.ObjectInstance as Address)?.Country).PostalCode is FieldNeed.Required
            ? new ValidationResult("Enter the postal code.", [context.MemberName!])
            : ValidationResult.Success;
}

/// <summary>Required where the country's addresses name a state; then it must be one of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RegionOfCountryAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context)
    {
        var country = (context.ObjectInstance as Address)?.Country ?? "";
        var known = Regions.Of(country);
        if (AddressFormat.Of(country).Region is not FieldNeed.Required || Regions.Find(country, value as string) is not null)
            return ValidationResult.Success;
        var example = known.Count > 0 ? $", such as {known[0].Code} or {known[0].Name}" : "";
        return string.IsNullOrWhiteSpace(value as string) ? new ValidationResult($"Enter the state or region{example}.", [context.MemberName!])
            : known.Count > 0 ? new ValidationResult($"We don't know this state or region. Enter its name or code{example}.", [context.MemberName!])
            : ValidationResult.Success;
    }
}

/// <summary>Never required; what is given can be called.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PhoneOfCountryAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        string.IsNullOrWhiteSpace(value as string) || PhoneNumbers.Normalise(value as string, (context.ObjectInstance as Address)?.Country) is not null
            ? ValidationResult.Success
            : new ValidationResult("Check the phone number, for example +33 6 12 34 56 78, or leave it empty.", [context.MemberName!]);
}
