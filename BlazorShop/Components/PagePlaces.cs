using BlazorShop.Web;

namespace BlazorShop.Components;

/// <summary>The places that the layout leaves free for what one visitor sees; rooms fill them (<see cref="IVisitorPart"/>).</summary>
internal static class PagePlaces
{
    /// <summary>Sign-in and account links.</summary>
    public const char Visitor = 'v';

    /// <summary>The link to the cart, with the number of things in it.</summary>
    public const char Cart = 'c';

    /// <summary>What the visitor's last step led to.</summary>
    public const char Notice = 'n';
}
