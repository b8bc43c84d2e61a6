using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace BlazorShop.Mail;

/// <summary>A single address that an email can really be sent to; stricter than the framework's check, which only looks for an at sign.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailAddressAttribute() : ValidationAttribute("Enter an email address, such as name@example.com.")
{
    private const int Longest = 254;

    public override bool IsValid(object? value) => value is not string { Length: > 0 } address || IsDeliverable(address);

    public static bool IsDeliverable(string address) =>
        address.Length <= Longest
        && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '<' or '>' or ',' or ';')
        && MailboxAddress.TryParse(address, out var parsed)
        && parsed.Address == address
        && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at == address.LastIndexOf('@')
        && at < address.Length - 1;
}
