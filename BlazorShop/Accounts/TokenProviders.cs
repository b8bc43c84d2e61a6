using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

internal sealed class ResetTokenOptions : DataProtectionTokenProviderOptions
{
    public ResetTokenOptions()
    {
        Name = ResetTokenProvider.ProviderName;
        TokenLifespan = TimeSpan.FromHours(1);
    }
}

/// <summary>Links that set a new password live an hour; those that confirm an address, a day.</summary>
internal sealed class ResetTokenProvider(
    IDataProtectionProvider protection, IOptions<ResetTokenOptions> options, ILogger<DataProtectorTokenProvider<ShopUser>> logger)
    : DataProtectorTokenProvider<ShopUser>(protection, options, logger)
{
    public const string ProviderName = "Reset";
}
