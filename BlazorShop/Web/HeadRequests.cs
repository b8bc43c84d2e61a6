namespace BlazorShop.Web;

/// <summary>Blazor's pages answer GET and POST only; a HEAD is answered like the GET, without its body.</summary>
internal sealed class HeadRequests(RequestDelegate next, PageAreas areas)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsHead(http.Request.Method) || !areas.IsPage(http.Request))
        {
            await next(http);
            return;
        }

        var body = http.Response.Body;
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
            http.Request.Method = HttpMethods.Head;
        }
    }
}
