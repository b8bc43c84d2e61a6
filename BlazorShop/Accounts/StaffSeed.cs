using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>
/// The first staff member, while there is none: from <c>Staff__Email</c> and <c>Staff__Password</c>. A development shop where
/// neither is set gets a demo staff member and a demo customer; no other shop has an account nobody asked for. Roles, account and membership come
/// together or not at all: an account that a killed start left without its role would look like a stranger's to the next one.
/// </summary>
internal sealed partial class StaffSeed(
    IServiceScopeFactory scopes, IConfiguration configuration, IHostEnvironment environment, ILogger<StaffSeed> logger) : IStartupTask
{
    public async Task RunAsync(CancellationToken ct)
    {
        var email = configuration["Staff:Email"]?.Trim();
        var password = configuration["Staff:Password"];
        if (string.IsNullOrEmpty(email) != string.IsNullOrEmpty(password))
        {
            throw new InvalidOperationException(string.IsNullOrEmpty(email)
                ? "Staff__Email is empty but Staff__Password is set: set both, or neither."
                : "Staff__Password is empty but Staff__Email is set: set both, or neither.");
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        // The context that Identity's stores of this scope write with.
        var db = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        await using var turn = await WriteGate.EnterAsync(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await roles.RoleExistsAsync(Policies.StaffRole))
            Expect(await roles.CreateAsync(new IdentityRole(Policies.StaffRole)), "The role of the staff could not be made");
        if (!await roles.RoleExistsAsync(PermissionClaims.Owner))
            await MakeOwnersAsync(users, roles);
        if (!string.IsNullOrEmpty(email))
        {
            await StaffAsync(users, email, password!);
        }
        else if (environment.IsDevelopment())
        {
            await StaffAsync(users, DemoLogins.StaffEmail, DemoLogins.StaffPassword);
            if (await users.FindByEmailAsync(DemoLogins.CustomerEmail) is null)
                await MakeAsync(users, DemoLogins.CustomerEmail, DemoLogins.CustomerPassword);
        }

        await transaction.CommitAsync(ct);
    }

    private async Task StaffAsync(ShopUserManager users, string email, string password)
    {
        if ((await users.GetUsersInRoleAsync(Policies.StaffRole)).Count > 0)
            return;
        if (!MailAddressAttribute.IsDeliverable(email))
            throw new InvalidOperationException("Staff__Email must be an email address, such as staff@shop.example.");
        // Whoever registered this address before the shop knew its staff proved nothing: the role is not theirs for the asking.
        if (await users.FindByEmailAsync(email) is not null)
            throw new InvalidOperationException("Staff__Email belongs to an account that isn't staff: use an address without an account.");
        var user = await MakeAsync(users, email, password);
        Expect(await users.AddToRolesAsync(user, [Policies.StaffRole, PermissionClaims.Owner]), "The role of the staff was refused to Staff__Email");
        Made(logger, user.Id);
    }

    /// <summary>Until there were permissions, everybody who worked here could do everything: they can still.</summary>
    private static async Task MakeOwnersAsync(ShopUserManager users, RoleManager<IdentityRole> roles)
    {
        Expect(await roles.CreateAsync(new IdentityRole(PermissionClaims.Owner)), "The role of the owner could not be made");
        foreach (var staff in await users.GetUsersInRoleAsync(Policies.StaffRole))
            Expect(await users.AddToRoleAsync(staff, PermissionClaims.Owner), "The role of the owner was refused to a member of the staff");
    }

    private static async Task<ShopUser> MakeAsync(ShopUserManager users, string email, string password)
    {
        var user = new ShopUser { UserName = email, Email = email, EmailConfirmed = true };
        Expect(await users.CreateAsync(user, password), "Staff__Password is refused");
        return user;
    }

    private static void Expect(IdentityResult result, string otherwise)
    {
        if (result.Succeeded)
            return;
        var why = string.Join(" ", result.Errors.Select(e => e.Description));
        throw new InvalidOperationException($"{otherwise}: {why}");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The first staff member was created: account {User}")]
    private static partial void Made(ILogger logger, string user);
}

/// <summary>The logins of a development shop with nothing configured; printed at its start.</summary>
internal static class DemoLogins
{
    public const string StaffEmail = "staff@shop.example";
    public const string StaffPassword = "demo-staff-login";
    public const string CustomerEmail = "customer@shop.example";
    public const string CustomerPassword = "demo-customer-login";

    /// <summary>Whether everybody can read this password at the start of a demo shop.</summary>
    public static bool IsPrinted(string password) => password is StaffPassword or CustomerPassword;

    public static bool IsDemo(string email) =>
        string.Equals(email, StaffEmail, StringComparison.OrdinalIgnoreCase) || string.Equals(email, CustomerEmail, StringComparison.OrdinalIgnoreCase);
}
