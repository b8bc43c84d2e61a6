using BlazorShop.Localization;

namespace BlazorShop.Components;

/// <summary>
/// The language of the page: of its <c>lang</c>, and of the payment form that stands in it. It is chosen by address and cookie, never by what a
/// browser prefers: a form in another language than its page would be worse than either.
/// </summary>
public static class PageLanguage
{
    public static string Tag => Languages.Current.Tag;
}
