using System.Text;
using Microsoft.Net.Http.Headers;

namespace BlazorShop.Common;

/// <summary>Bodies of requests at which the server throws where it should refuse.</summary>
public static class BrokenBody
{
    /// <summary>
    /// The status it is refused with; null where a failure is something else. For a chunk that claims a size no number holds Kestrel
    /// has no refusal, but an <see cref="IOException"/>.
    /// </summary>
    public static int? StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException { StatusCode: >= 400 and < 500 } refused => refused.StatusCode,
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        _ => null,
    };

    /// <summary>Whether the body claims to be written in something that nobody here can decode.</summary>
    public static bool HasUnknownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.Length == 0)
            return false;
        try
        {
            _ = Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString());
            return false;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return true;
        }
    }
}
