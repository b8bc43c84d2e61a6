using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>Somebody who can log in. What a buyer is to the shop stands in <c>Customers</c>.</summary>
public sealed class ShopUser : IdentityUser
{
    /// <summary>The language its owner reads, in which we write to them: a tag such as <c>en</c> or <c>fr</c>; empty while they have chosen none.</summary>
    [MaxLength(16)]
    public string Language { get; set; } = "";
}
