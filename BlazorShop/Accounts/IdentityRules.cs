using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>The rules of accounts: their names, passwords, and when too many failures lock one.</summary>
internal static class IdentityRules
{
    public static void Apply(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.User.RequireUniqueEmail = true;
        // A user name is an email here, and those may hold more than Identity's letters.
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = 8;
        options.Password.RequiredUniqueChars = 4;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        options.Tokens.PasswordResetTokenProvider = ResetTokenProvider.ProviderName;
    }
}
