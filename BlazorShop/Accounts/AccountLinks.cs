using System.Text;
using BlazorShop.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

/// <summary>Absolute addresses for emails, below <c>Shop__PublicUrl</c> or the request's own base.</summary>
internal sealed class AccountLinks(NavigationManager navigation, IOptions<ShopOptions> shop)
{
    public string Home => Base + "/";

    public string Login => Base + "/Account/Login";

    public string ForgotPassword => Base + "/Account/ForgotPassword";

    private string Base => shop.Value.BaseOr(navigation.BaseUri);

    public string ConfirmEmail(string userId, string token) => With("/Account/ConfirmEmail", ("userId", userId), ("code", Encode(token)));

    public string ConfirmEmailChange(string userId, string email, string token) =>
        With("/Account/ConfirmEmailChange", ("userId", userId), ("email", email), ("code", Encode(token)));

    public string ResetPassword(string userId, string token) => With("/Account/ResetPassword", ("userId", userId), ("code", Encode(token)));

    /// <summary>The token of a link; nonsense becomes a token that fits nobody.</summary>
    public static string Decode(string? code)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(code ?? ""));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string Encode(string token) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));

    private string With(string path, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString(Base + path, query.Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
