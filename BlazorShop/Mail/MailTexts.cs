using BlazorShop.Localization;

namespace BlazorShop.Mail;

/// <summary>Stands for the texts of the letters' frame and of what staff are told, which are in the files beside it.</summary>
public sealed class MailTexts
{
    /// <summary>For what cannot have a localizer injected.</summary>
    internal static Texts All { get; } = new(typeof(MailTexts));
}
