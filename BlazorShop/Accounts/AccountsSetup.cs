using BlazorShop.Accounts.Limits;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Accounts.Shared;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

internal static class AccountsSetup
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCascadingAuthenticationState();
        services.AddSingleton<Logins>();
        services.AddScoped<CircuitLogin>();
        services.AddScoped<IOpenPage>(s => s.GetRequiredService<CircuitLogin>());
        services.AddScoped<CircuitHandler, CircuitGate>();
        services.AddScoped<AuthenticationStateProvider, CircuitSignIn>();
        services.AddSingleton<LoginExpiryWorker>();
        services.AddHostedService(s => s.GetRequiredService<LoginExpiryWorker>());
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(AccountCookies.ConfigureSession);
            cookies.TwoFactorUserIdCookie!.Configure(o => AccountCookies.Name(o, "shop-2fa"));
            cookies.TwoFactorRememberMeCookie!.Configure(o => AccountCookies.Name(o, "shop-2fa-browser"));
            cookies.ExternalCookie!.Configure(o => AccountCookies.Name(o, "shop-external"));
        });
        var authorization = services.AddAuthorizationBuilder().AddPolicy(
            Policies.Staff, policy => policy.RequireRole(Policies.StaffRole).AddRequirements(new SecondFactorRequirement()));
        foreach (var permission in Enum.GetValues<Permission>())
            authorization.AddPolicy(Policies.Of(permission), policy => policy.AddRequirements(new PermissionRequirement(permission)));
        services.AddSingleton<IAuthorizationHandler, SecondFactorHandler>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddIdentityCore<ShopUser>(IdentityRules.Apply)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<ShopDbContext>()
            .AddUserStore<ShopUserStore>()
            .AddUserManager<ShopUserManager>()
            .AddSignInManager<ShopSignInManager>()
            .AddClaimsPrincipalFactory<ShopClaimsFactory>()
            .AddPasswordValidator<PasswordRules>()
            .AddErrorDescriber<ShopErrors>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider)
            .AddTokenProvider<ResetTokenProvider>(ResetTokenProvider.ProviderName);
        services.AddOptions<SecurityOptions>().BindConfiguration("Security")
            .Validate(o => o.IsValid, "Security__Key must be 32 random bytes in base64, as `openssl rand -base64 32` prints them.")
            .ValidateOnStart();
        services.AddOptions<StaffFactorOptions>().BindConfiguration("Staff");
        services.AddSingleton<SecretBox>();
        services.AddSingleton<StaffSecondFactor>();
        services.AddSingleton<IStaffAccounts, StaffAccounts>();
        services.AddSingleton<StaffGuard>();
        services.AddSingleton<FreshLogin>();
        services.AddSingleton<PendingKey>();
        services.AddSingleton<Throttles>();
        services.AddSingleton<KnownBrowsers>();
        services.AddSingleton<LoginLimits>();
        services.AddSingleton<ThrottleExpiryWorker>();
        services.AddHostedService(s => s.GetRequiredService<ThrottleExpiryWorker>());
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = TimeSpan.FromDays(1));
        services.Configure<SecurityStampValidatorOptions>(o =>
        {
            o.ValidationInterval = TimeSpan.FromMinutes(1);
            o.OnRefreshingPrincipal = LoginValidation.KeepAsync;
        });
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            // The passkey itself says whose it is, so that nobody has to be asked whether an address has one.
            o.ResidentKeyRequirement = "required";
            o.UserVerificationRequirement = "required";
        });

        services.AddSingleton<IVisitorPart, VisitorLinks>();
        services.AddSingleton(new PageArea("/Account") { IsPersonal = true });
        builder.AddRequestLimit("SignIn", 20, request => request.Posts("/Account/Login", "/Account/Passkey"));
        builder.AddRequestLimit(
            "Register", 10, request => request.Posts("/Account/Register", "/Account/ForgotPassword", "/Account/ResetPassword", "/Account/Resend"));
        services.AddSingleton(new KeptCookie(AccountCookies.Login, null));
        services.AddScoped<AccountRedirect>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<AccountMail>();
        services.AddScoped<AccountErasure>();
        services.AddSingleton<IPersonalData, AccountPersonalData>();
        services.AddSingleton<IStartupTask, ProtectStoredSecrets>();
        services.AddSingleton<IStartupTask, StaffSeed>();
        services.AddSingleton(new ShellPart(ShellPlace.Account, typeof(Notice)));
        services.AddSingleton<IAccountEmails, AccountEmails>();
        services.AddSingleton<IReaderLanguages, AccountLanguages>();
        services.PostConfigure<ShopOptions>(shop => shop.StaffEmail = StaffEmail(shop, builder));
        services.AddSingleton<ISignedIn, MergeGuestCart>();
        if (builder.Environment.IsDevelopment())
            services.AddHostedService<Greeting>();
        return builder;
    }

    public static void MapAccounts(this WebApplication app) => app.MapAccountEndpoints();

    /// <summary>Who is told what staff must know, where the setting does not say: the first of the staff, also a demo's.</summary>
    private static string? StaffEmail(ShopOptions shop, WebApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(shop.StaffEmail))
            return shop.StaffEmail.Trim();
        var first = builder.Configuration["Staff:Email"]?.Trim();
        return first is not null && BlazorShop.Mail.MailAddressAttribute.IsDeliverable(first) ? first : string.IsNullOrEmpty(first) && builder.Environment.IsDevelopment() ? DemoLogins.StaffEmail : null;
    }
}
