using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Common;

namespace BlazorShop.Mail;

internal sealed record RenderedMail(string Subject, string Html, string Text);

/// <summary>
/// Turns a template into a mail: one account of what is said, written out once as HTML that old email programs can lay out
/// (tables, inline styles) and once as plain text. Values are encoded here and nowhere else.
/// </summary>
internal static class MailRenderer
{
    public static RenderedMail Render(MailTemplate template, ShopOptions options)
    {
        var shop = options.Name;
        var letter = template switch
        {
            MailTemplate.StaffNotices mail => new Letter(
                mail.Summary,
                mail.Lines.Count == 1 ? "Something needs you" : $"{mail.Lines.Count + mail.More} things need you",
                mail.More > 0 ? [$"These are the first {mail.Lines.Count}; {mail.More} more are waiting in the admin."] : [],
                new("Open the admin", mail.Link),
                Small: "We send staff at most one email in 15 minutes.",
                Links: mail.Lines),
            _ => throw new UnreachableException($"No mail is written for {template.GetType().Name}."),
        };
        return new RenderedMail(OneLine(letter.Subject), Html(letter, options), Text(letter, options));
    }

    private static string Html(Letter letter, ShopOptions options)
    {
        var shop = options.Name;
        var html = new StringBuilder(4096);
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
            <title>{{E(letter.Subject)}}</title></head>
            <body style="margin:0;padding:0;">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px;">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;text-align:left;">
            <tr><td style="padding:0 0 24px;font-size:14px;font-weight:bold;">{{E(shop)}}</td></tr>
            <tr><td style="padding:0 0 16px;"><h1 style="margin:0;font-size:24px;line-height:32px;">{{E(letter.Heading)}}</h1></td></tr>

            """);
        foreach (var paragraph in letter.Paragraphs)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 16px;\">{E(paragraph)}</td></tr>\n");
        foreach (var line in letter.Links ?? [])
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 12px;\"><a href=\"{E(line.Link)}\">{E(line.Sentence)}</a></td></tr>\n");
        html.Append(CultureInfo.InvariantCulture, $"""
            <tr><td style="padding:8px 0 24px;"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#1d4ed8" style="border-radius:6px;">
            <a href="{E(letter.Action.Link)}" style="display:inline-block;padding:12px 20px;color:#ffffff;font-weight:bold;text-decoration:none;">{E(letter.Action.Label)}</a>
            </td></tr></table></td></tr>
            <tr><td style="padding:0 0 16px;font-size:13px;line-height:20px;">Or copy this address into your browser:<br><span style="word-break:break-all;">{E(letter.Action.Link)}</span></td></tr>

            """);
        if (letter.Small is not null)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 16px;font-size:13px;line-height:20px;\">{E(letter.Small)}</td></tr>\n");
        if (!string.IsNullOrWhiteSpace(options.Email))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 16px;font-size:13px;line-height:20px;\">Questions? Write to <a href=\"mailto:{E(options.Email)}\">{E(options.Email)}</a>.</td></tr>\n");
        return html.Append("</table>\n</td></tr></table>\n</body></html>\n").ToString();
    }

    private static string Text(Letter letter, ShopOptions options)
    {
        var shop = options.Name;
        var text = new StringBuilder(1024);
        text.Append(letter.Heading).Append("\n\n");
        foreach (var paragraph in letter.Paragraphs)
            text.Append(paragraph).Append("\n\n");
        foreach (var line in letter.Links ?? [])
            text.Append("- ").Append(line.Sentence).Append("\n  ").Append(line.Link).Append("\n\n");
        text.Append(letter.Action.Label).Append(":\n").Append(letter.Action.Link).Append("\n\n");
        if (letter.Small is not null)
            text.Append(letter.Small).Append("\n\n");
        text.Append("-- \n").Append(shop).Append('\n');
        if (!string.IsNullOrWhiteSpace(options.Email))
            text.Append(options.Email).Append('\n');
        return text.ToString();
    }

    private static string E(string value) => HtmlEncoder.Default.Encode(value);

    public static string OneLine(string subject)
    {
        var line = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        return Common.Text.Limit(line, 200);
    }

    private sealed record Letter(
        string Subject, string Heading, IReadOnlyList<string> Paragraphs, Button Action, string? Small = null, IReadOnlyList<MailLink>? Links = null);

    private sealed record Button(string Label, string Link);
}
