using BlazorShop.Common;
using Microsoft.AspNetCore.Http.Features;

namespace BlazorShop.Web;

/// <summary>
/// Takes U+0000 and half surrogate pairs out of queries and posted forms, for everybody who reads them: endpoints, pages, antiforgery. Below a path there is
/// nothing with such a name, so that one is refused.
/// </summary>
internal sealed class CleanInput(RequestDelegate next, PageAreas areas)
{
    private const string Nul = "%00";

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.Value is { } path && !ReferenceEquals(Text.Clean(path), path))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        var query = request.QueryString.Value ?? "";
        // What is taken out may leave another one behind.
        while (query.Contains(Nul, StringComparison.Ordinal) || query.Contains('\0', StringComparison.Ordinal))
            request.QueryString = new QueryString(query = query.Replace(Nul, "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal));
        // The framework refuses a form with %00 in it as a whole, and somebody would type all of it again. Of pages alone: a webhook is signed byte by byte.
        if (areas.IsPage(request) && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            request.Body = new NulFreeBody(request.Body);
        if (http.Features.Get<IFormFeature>() is not CleanForm)
            http.Features.Set<IFormFeature>(new CleanForm(http.Features.Get<IFormFeature>() ?? new FormFeature(request)));
        return next(http);
    }
}
