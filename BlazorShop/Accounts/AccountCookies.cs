using System.Security.Claims;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace BlazorShop.Accounts;

/// <summary>The cookies by which a browser is known, and what happens when one comes, or is not enough.</summary>
internal static class AccountCookies
{
    public const string Login = "shop";

    public static void ConfigureSession(CookieAuthenticationOptions options)
    {
        Name(options, Login);
        // Its row says when a login is over; the cookie only has to last as long as the longest of them.
        options.ExpireTimeSpan = Logins.CustomerLifetime;
        options.SlidingExpiration = false;
        options.LoginPath = "/Account/Login";
        options.LogoutPath = "/Account/Logout";
        options.AccessDeniedPath = "/Account/AccessDenied";
        options.Events.OnValidatePrincipal = LoginValidation.ValidateAsync;
        options.Events.OnSignedIn = TellWhoSignedInAsync;
        options.Events.OnRedirectToAccessDenied = RefuseAsync;
    }

    public static void Name(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Secure over https; a shop tried out over plain http still lets people in.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static async Task TellWhoSignedInAsync(CookieSignedInContext context)
    {
        if (context.Principal.CustomerId() is not { } customer)
            return;
        foreach (var listener in context.HttpContext.RequestServices.GetServices<ISignedIn>())
            await listener.SignedInAsync(context.HttpContext, customer, context.HttpContext.RequestAborted);
    }

    /// <summary>
    /// The admin does not exist for those who do not work here, nor a page of it for those who may not use it; who lacks the second factor is led to it.
    /// </summary>
    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("BlazorShop.Accounts.Access").AccessRefused(
            http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "unknown", http.Request.Method, Text.Limit(http.Request.Path.Value ?? "", 200));
        if (http.User.IsInRole(Policies.StaffRole) && !http.RequestServices.GetRequiredService<StaffSecondFactor>().IsMet(http.User))
            context.Response.Redirect("/Account/Manage/TwoFactorAuthentication?required=staff");
        else if (context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
