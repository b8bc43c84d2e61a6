using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>Setting <c>Staff__RequireSecondFactor</c>.</summary>
public sealed class StaffFactorOptions
{
    /// <summary>Null: in Production yes, elsewhere no.</summary>
    public bool? RequireSecondFactor { get; set; }
}

/// <summary>Whether staff came with more than a password, where the shop asks for it.</summary>
internal sealed class StaffSecondFactor(IOptions<StaffFactorOptions> options, IHostEnvironment environment)
{
    /// <summary>How somebody proved who they are (RFC 8176): Identity's word for password and code, and ours for a passkey.</summary>
    public const string Method = "amr";
    public const string Code = "mfa";
    public const string Passkey = "passkey";

    public bool IsRequired => options.Value.RequireSecondFactor ?? environment.IsProduction();

    public bool IsMet(ClaimsPrincipal user) => !IsRequired || user.HasClaim(Method, Code) || user.HasClaim(Method, Passkey);
}

/// <summary>Part of the policy that guards the admin.</summary>
internal sealed class SecondFactorRequirement : IAuthorizationRequirement;

internal sealed class SecondFactorHandler(StaffSecondFactor factor) : AuthorizationHandler<SecondFactorRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SecondFactorRequirement requirement)
    {
        if (factor.IsMet(context.User))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
