using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Components.Shared;
using BlazorShop.Web;

namespace BlazorShop.Components;

/// <summary>What the visitor's last step led to, shown once.</summary>
internal sealed class NoticePart(PageNotices notices) : IVisitorPart
{
    public char Hole => PagePlaces.Notice;

    public ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http) =>
        new(notices.Take(http) is { } notice ? Encoding.UTF8.GetBytes(Html(notice)) : ReadOnlyMemory<byte>.Empty);

    private static string Html(PageNotice notice)
    {
        var (role, tone) = notice.Tone switch
        {
            Tone.Danger => ("alert", "danger"),
            Tone.Warning => ("alert", "warning"),
            Tone.Success => ("status", "success"),
            _ => ("status", "info"),
        };
        var link = notice is { LinkHref: { } href, LinkText: { } text }
            ? $""" <a href="{HtmlEncoder.Default.Encode(href)}">{HtmlEncoder.Default.Encode(text)}</a>"""
            : "";
        return $"""<div class="page-notice"><p class="alert alert-{tone}" role="{role}">{HtmlEncoder.Default.Encode(notice.Text)}{link}</p></div>""";
    }
}
