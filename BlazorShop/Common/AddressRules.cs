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
            Line2 = Text.TrimToNull(typed.Line2),
            City = typed.City.Trim(),
            PostalCode = Text.TrimToNull(typed.PostalCode) ?? "",
            Region = format.Region is FieldNeed.None ? null : Regions.Find(typed.Country, typed.Region)?.Code ?? Text.TrimToNull(typed.Region),
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
}

/// <summary>A line that every address has; <paramref name="key"/> is the text that asks for it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressNeededAttribute(string key) : RequiredAttribute
{
    public override string FormatErrorMessage(string name) => CommonTexts.Of(key);
}

/// <summary>So many characters and no more, in forms and in the database.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAtMostAttribute(int length) : MaxLengthAttribute(length)
{
    public override string FormatErrorMessage(string name) => CommonTexts.Of("Address.TooLong", Length);
}

/// <summary>Required where the country's addresses have a postal code.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PostalCodeOfCountryAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        string.IsNullOrWhiteSpace(value as string) && AddressFormat.Of((context.ObjectInstance as Address)?.Country).PostalCode is FieldNeed.Required
            ? new ValidationResult(CommonTexts.Of("Address.PostalCode"), [context.MemberName!])
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
        var isEmpty = string.IsNullOrWhiteSpace(value as string);
        if (known.Count == 0)
            return isEmpty ? new ValidationResult(CommonTexts.Of("Address.Region"), [context.MemberName!]) : ValidationResult.Success;
        return new ValidationResult(CommonTexts.Of(isEmpty ? "Address.RegionSuchAs" : "Address.RegionUnknown", known[0].Code, known[0].Name), [context.MemberName!]);
    }
}

/// <summary>Never required; what is given can be called.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PhoneOfCountryAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        string.IsNullOrWhiteSpace(value as string) || PhoneNumbers.Normalise(value as string, (context.ObjectInstance as Address)?.Country) is not null
            ? ValidationResult.Success
            : new ValidationResult(CommonTexts.Of("Address.Phone"), [context.MemberName!]);
}
