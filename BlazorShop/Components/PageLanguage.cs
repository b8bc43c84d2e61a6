namespace BlazorShop.Components;

/// <summary>
/// The language of the pages: of their <c>lang</c>, and of the payment form that stands in them. The words are English wherever
/// the server stands and whatever a browser prefers: a form in another language than its page would be worse than either.
/// </summary>
public static class PageLanguage
{
    public const string Tag = "en";
}
