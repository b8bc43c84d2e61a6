using System.Security.Claims;
using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Customers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.Accounts;

/// <summary>What the account pages need beside pages: logging out, passkey challenges, the download of one's data.</summary>
internal static class AccountEndpoints
{
    private static readonly JsonSerializerOptions readable = new() { WriteIndented = true };

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

        account.MapPost("/PasskeyCreationOptions", async Task<IResult> (ClaimsPrincipal principal, UserManager<ShopUser> users, SignInManager<ShopUser> signIn) =>
        {
            if (await users.GetUserAsync(principal) is not { Email: { } email } user)
                return TypedResults.NotFound();
            var options = await signIn.MakePasskeyCreationOptionsAsync(new() { Id = user.Id, Name = email, DisplayName = email });
            return TypedResults.Content(options, "application/json");
        }).AddEndpointFilter(RequireTokenAsync).RequireAuthorization();

        account.MapPost("/Manage/DownloadPersonalData", DownloadAsync).AddEndpointFilter(RequireTokenAsync).RequireAuthorization();
    }

    /// <summary>These take no form that would carry the token check with it.</summary>
    private static async ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : TypedResults.BadRequest();
    }

    /// <summary>What we know about somebody, for themselves. No secret is among it: whoever holds the file must not be able to sign in with it.</summary>
    private static async Task<IResult> DownloadAsync(
        ClaimsPrincipal principal, UserManager<ShopUser> users, CustomerService customers, ILoggerFactory loggers, CancellationToken ct)
    {
        if (await users.GetUserAsync(principal) is not { } user)
            return TypedResults.NotFound();
        var customer = await customers.ForUserAsync(user.Id, ct);
        var file = new
        {
            account = new
            {
                id = user.Id,
                email = user.Email,
                emailConfirmed = user.EmailConfirmed,
                phoneNumber = user.PhoneNumber,
                twoFactorEnabled = user.TwoFactorEnabled,
                passkeys = (await users.GetPasskeysAsync(user)).Select(p => new { name = p.Name, createdAt = p.CreatedAt }),
            },
            customer = new
            {
                id = customer.Value,
                fullName = await customers.NameAsync(customer, ct),
                addresses = (await customers.AddressesAsync(customer, ct)).Select(a => a.Address),
            },
        };
        loggers.CreateLogger("BlazorShop.Accounts.PersonalData").DataDownloaded(user.Id);
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(file, readable), "application/json", "personal-data.json");
    }
}
