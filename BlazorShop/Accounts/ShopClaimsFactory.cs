using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Customers;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

/// <summary>Everybody who logs in is a customer, made at the first sign-in; the cookie says which. The email claim is Identity's own.</summary>
internal sealed class ShopClaimsFactory(
    UserManager<ShopUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options, CustomerService customers)
    : UserClaimsPrincipalFactory<ShopUser, IdentityRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(ShopUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var customer = await customers.ForUserAsync(user.Id, CancellationToken.None);
        identity.AddClaim(new Claim(ShopClaims.Customer, customer.ToString()));
        return identity;
    }
}
