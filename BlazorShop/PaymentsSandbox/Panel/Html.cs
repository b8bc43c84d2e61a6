using System.Globalization;
using System.Net;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>Markup that may be written as it is. Everything else is encoded on its way in.</summary>
internal readonly record struct Html(string Markup)
{
    public static readonly Html Nothing = new("");

    /// <summary>Encodes every hole of the text but those that hold <see cref="Html"/>.</summary>
    public static Html Of(FormattableString text) => new(string.Format(
        CultureInfo.InvariantCulture, text.Format,
        [.. text.GetArguments().Select(value => value is Html html ? html.Markup : WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture)))]));

    public static Html All(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    public override string ToString() => Markup;
}
