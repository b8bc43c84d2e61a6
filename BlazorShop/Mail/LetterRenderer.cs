using System.Globalization;
using System.Net;
using BlazorShop.Mail.Letters;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BlazorShop.Mail;

internal sealed record RenderedMail(string Subject, string Html, string Text);

/// <summary>Writes out a letter that a room has written as a component, in the letter's own language.</summary>
internal sealed class LetterRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    public RenderedMail Render(MailTemplate letter)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = letter.Language.Culture;
            var html = new LetterSheet(isText: false);
            var page = Render(letter, html);
            return new RenderedMail(OneLine(html.Subject), page, Tidy(WebUtility.HtmlDecode(Render(letter, new LetterSheet(isText: true)))));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private string Render(MailTemplate letter, LetterSheet sheet)
    {
        using var scope = scopes.CreateScope();
        using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(CascadingValue<>.Value)] = sheet,
            [nameof(CascadingValue<>.ChildContent)] = (RenderFragment)(builder =>
            {
                builder.OpenComponent(0, letter.Letter);
                builder.AddMultipleAttributes(1, letter.Values.Select(v => KeyValuePair.Create(v.Key, v.Value!)));
                builder.CloseComponent();
            }),
        });
        // A letter waits for nothing, so that it can be written within a transaction: all of it happens here and now.
        return renderer.Dispatcher.InvokeAsync(() => renderer.BeginRenderingComponent<CascadingValue<LetterSheet>>(parameters).ToHtmlString()).GetAwaiter().GetResult();
    }

    private static string OneLine(string subject) => Common.Text.Limit(string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c)), OutboxMessage.LongestSubject);

    /// <summary>Without the spaces by which the components are indented.</summary>
    private static string Tidy(string text)
    {
        var tidy = string.Join('\n', text.Split('\n').Select(line => line.TrimStart())).Trim('\n');
        while (tidy.Contains("\n\n\n", StringComparison.Ordinal))
            tidy = tidy.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        return tidy + "\n";
    }
}
