namespace BlazorShop.Web;

/// <summary>The answer to a form that was posted, 303: the browser reads the next page with GET, and going back does not post again.</summary>
public sealed class SeeOther(string url) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = url;
        return Task.CompletedTask;
    }
}
