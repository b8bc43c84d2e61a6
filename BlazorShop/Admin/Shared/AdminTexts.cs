using BlazorShop.Localization;

namespace BlazorShop.Admin.Shared;

/// <summary>Stands for the texts that all rooms of the admin share, which are in the files beside it. A key is a place and a meaning, never the English sentence.</summary>
public sealed class AdminTexts
{
    /// <summary>For what cannot have a localizer injected.</summary>
    internal static Texts All { get; } = new(typeof(AdminTexts));
}
