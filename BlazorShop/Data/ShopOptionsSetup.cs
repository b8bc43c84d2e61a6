using BlazorShop.Common;

namespace BlazorShop.Data;

/// <summary>The settings <c>Shop__*</c>, and what is wrong with them in words that whoever set them can act on.</summary>
internal static class ShopOptionsSetup
{
    public static void AddShopOptions(this IServiceCollection services) =>
        services.AddOptions<ShopOptions>().BindConfiguration("Shop")
            .Validate(
                o => o.Currency.Length == 3 && o.Currency.All(char.IsAsciiLetterUpper),
                "Shop__Currency must be an ISO 4217 code in capitals, such as EUR.")
            .Validate(
                o => o.Currency.Length != 3 || !o.Currency.All(char.IsAsciiLetterUpper) || KnownCodes.IsCurrency(o.Currency),
                "Shop__Currency isn't a currency that payments can be taken in: set it to an ISO 4217 code such as EUR, USD or JPY.")
            .Validate(
                o => o.Countries.Count > 0 && o.Countries.All(c => c.Length == 2 && c.All(char.IsAsciiLetterUpper)),
                "Shop__ShippingCountries must list ISO two-letter codes, separated by commas, such as FR,DE.")
            .Validate(
                o => o.Countries.All(c => c.Length != 2 || KnownCodes.IsCountry(c)),
                "Shop__ShippingCountries contains a country that the payment form can't ship to: use ISO codes such as FR,DE, and GB for the United Kingdom.")
            .Validate(
                o => !Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) || url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" } && !o.PublicUrl.AsSpan().ContainsAny('?', '#'),
                "Shop__PublicUrl must end after the host: remove the path, query and fragment, as in https://shop.example.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.PublicUrl) || Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https",
                "Shop__PublicUrl must be an absolute http or https address, such as https://shop.example.")
            .Validate<IHostEnvironment>(
                (o, environment) => !string.IsNullOrWhiteSpace(o.PublicUrl) || environment.IsDevelopmentOrDemo(),
                "Shop__PublicUrl is empty: set it to the address that customers use, such as https://shop.example.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.StaffEmail) || o.StaffEmail.Count(c => c == '@') == 1 && !o.StaffEmail.Trim().Any(c => char.IsWhiteSpace(c) || c is ',' or ';'),
                "Shop__StaffEmail must be one email address, such as orders@shop.example.")
            .Validate(
                o => Theme.IsColour(o.Accent),
                "Shop__Accent must be a colour in six digits, such as #2f5d4f.")
            .Validate(
                o => Enum.GetNames<Corners>().Contains(o.Corners),
                "Shop__Corners must be Square, Rounded or Pill.")
            .Validate(
                o => Enum.GetNames<HeadingFont>().Contains(o.Headings),
                "Shop__Headings must be Serif or Sans.")
            .Validate(
                o => TimeZoneInfo.TryFindSystemTimeZoneById(o.TimeZone, out _),
                "Shop__TimeZone must be the IANA name of a time zone, such as Europe/Paris.")
            .Validate(
                o => string.IsNullOrWhiteSpace(o.Email) || System.Net.Mail.MailAddress.TryCreate(o.Email, out var address) && address.Address == o.Email,
                "Shop__Email must be an email address, such as hello@shop.example.")
            .ValidateOnStart();
}
