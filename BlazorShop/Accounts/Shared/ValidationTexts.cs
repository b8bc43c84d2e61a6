using System.ComponentModel.DataAnnotations;
using BlazorShop.Mail;

namespace BlazorShop.Accounts.Shared;

/// <summary>A field that must be filled in; <paramref name="key"/> is the text that says so.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeededAttribute(string key) : RequiredAttribute
{
    public override string FormatErrorMessage(string name) => AccountTexts.All[key];
}

/// <summary>So many characters and no more; {0} of the text is their number.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AtMostAttribute(int length, string key) : StringLengthAttribute(length)
{
    public override string FormatErrorMessage(string name) => AccountTexts.All[key, MaximumLength];
}

/// <summary>The same as another field.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SameAsAttribute(string other, string key) : CompareAttribute(other)
{
    public override string FormatErrorMessage(string name) => AccountTexts.All[key];
}

/// <summary>An address that an email can be sent to.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EmailFormAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } address || MailAddressAttribute.IsDeliverable(address);

    public override string FormatErrorMessage(string name) => AccountTexts.All["Validation.EmailForm"];
}
