using Microsoft.AspNetCore.Antiforgery;

namespace BlazorShop.Web;

/// <summary>
/// On a shared page a form's token is a hole and no cookie is set, since either would be one visitor's; everywhere else, and
/// wherever a token is checked, ASP.NET Core's own.
/// </summary>
internal sealed class HoleAntiforgery(IAntiforgery real) : IAntiforgery
{
    private AntiforgeryTokenSet? shared;

    /// <summary>This visitor's token, for the hole.</summary>
    public AntiforgeryTokenSet RealTokens(HttpContext http) => real.GetAndStoreTokens(http);

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) =>
        IsShared(httpContext) ? Shared(httpContext) : real.GetAndStoreTokens(httpContext);

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) =>
        IsShared(httpContext) ? Shared(httpContext) : real.GetTokens(httpContext);

    public Task<bool> IsRequestValidAsync(HttpContext httpContext) => real.IsRequestValidAsync(httpContext);

    public Task ValidateRequestAsync(HttpContext httpContext) => real.ValidateRequestAsync(httpContext);

    public void SetCookieTokenAndHeader(HttpContext httpContext)
    {
        if (!IsShared(httpContext))
            real.SetCookieTokenAndHeader(httpContext);
    }

    private static bool IsShared(HttpContext http) => http.Features.Get<SharedPage>() is not null;

    private AntiforgeryTokenSet Shared(HttpContext http)
    {
        if (shared is not null)
            return shared;
        var names = real.GetTokens(http);
        return shared = new AntiforgeryTokenSet(Holes.Token, cookieToken: null, names.FormFieldName, names.HeaderName);
    }
}
