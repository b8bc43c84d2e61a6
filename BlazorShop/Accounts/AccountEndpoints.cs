using System.Security.Claims;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Components.Shared;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Privacy;
using BlazorShop.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.Accounts;

/// <summary>What the account pages need beside pages: logging out, passkey challenges, the download of one's data.</summary>
internal static class AccountEndpoints
{
    public static void MapAccountEndpoints(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/Account");

        account.MapPost("/Logout", async (SignInManager<ShopUser> signIn, [FromForm] string? returnUrl) =>
        {
            await signIn.SignOutAsync();
            return TypedResults.LocalRedirect(SafeRedirect.LocalOr(returnUrl, "/"));
        });

        account.MapPost("/PasskeyRequestOptions", async (SignInManager<ShopUser> signIn) =>
            TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json"))
            .AddEndpointFilter(RequireTokenAsync);

        account.MapPost("/PasskeyCreationOptions", async Task<IResult> (
            HttpContext http, UserManager<ShopUser> users, SignInManager<ShopUser> signIn, FreshLogin fresh) =>
        {
            if (await users.GetUserAsync(http.User) is not { Email: { } email } user)
                return TypedResults.NotFound();
            if (!fresh.IsFresh(http, user))
                return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
            var options = await signIn.MakePasskeyCreationOptionsAsync(new() { Id = user.Id, Name = email, DisplayName = email });
            return TypedResults.Content(options, "application/json");
        }).AddEndpointFilter(RequireTokenAsync).RequireAuthorization();

        account.MapPost("/Manage/Erase", EraseAsync).RequireAuthorization();

        account.MapPost("/Manage/DownloadPersonalData", DownloadAsync).AddEndpointFilter(RequireTokenAsync).RequireAuthorization();
    }

    /// <summary>These take no form that would carry the token check with it.</summary>
    private static async ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : TypedResults.BadRequest();
    }

    /// <summary>What we know about somebody, for themselves.</summary>
    private static async Task<IResult> DownloadAsync(
        ClaimsPrincipal principal, UserManager<ShopUser> users, CustomerService customers, PersonalExport export, ILoggerFactory loggers, CancellationToken ct)
    {
        if (await users.GetUserAsync(principal) is not { } user)
            return TypedResults.NotFound();
        var file = await export.WriteAsync(new Person(await customers.ForUserAsync(user.Id, ct), user.Id, user.Email), ct);
        loggers.CreateLogger("BlazorShop.Accounts.PersonalData").DataDownloaded(user.Id);
        return TypedResults.File(file, "application/json", "personal-data.json");
    }

    /// <summary>The end of an account, asked for by its owner. Sent twice, the second finds nothing left and says the same.</summary>
    private static async Task<IResult> EraseAsync(
        [FromForm] string? password, HttpContext http, ShopUserManager users, SignInManager<ShopUser> signIn, AccountErasure erasure, PageNotices notices)
    {
        if (await users.GetUserAsync(http.User) is { } user)
        {
            // An unattended browser is not enough to end an account; wrong tries count as at the login.
            var refused = await users.HasPasswordAsync(user) && !(await signIn.CheckPasswordSignInAsync(user, password ?? "", lockoutOnFailure: true)).Succeeded
                ? AccountTexts.All["Erase.WrongPassword"]
                : await erasure.EraseAsync(user);
            if (refused is not null)
            {
                notices.Set(http, new PageNotice(Tone.Danger, refused));
                return new SeeOther("/Account/Manage/PersonalData");
            }
        }

        await signIn.SignOutAsync();
        notices.Set(http, new PageNotice(Tone.Success, AccountTexts.All["Erase.Done"]));
        return new SeeOther("/");
    }
}
