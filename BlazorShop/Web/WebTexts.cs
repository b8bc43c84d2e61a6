using System.Text.Encodings.Web;
using BlazorShop.Localization;

namespace BlazorShop.Web;

/// <summary>Stands for the texts of the pages that are written without a component, which are in the files beside it.</summary>
public sealed class WebTexts
{
    internal static Texts All { get; } = new(typeof(WebTexts));

    /// <summary>A page that needs neither database nor renderer: what happened, and what to do next.</summary>
    internal static string Page(string title, string text) =>
        $"""
         <!DOCTYPE html><html lang="{Languages.Current.Tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
         <title>{E(title)}</title><link rel="stylesheet" href="/app.css"></head><body><main class="page page-narrow">
         <h1>{E(title)}</h1><p role="alert" class="alert alert-warning">{E(text)}</p>
         <p><a href="{LanguagePath.Of("/")}">{E(All["Page.Back"])}</a></p></main></body></html>
         """;

    private static string E(string text) => HtmlEncoder.Default.Encode(text);
}
