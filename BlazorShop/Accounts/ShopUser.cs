using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>Somebody who can log in. What a buyer is to the shop stands in <c>Customers</c>.</summary>
public sealed class ShopUser : IdentityUser;
