using BlazorShop.Accounts.Sessions;
using BlazorShop.Data;

namespace BlazorShop.Accounts;

/// <summary>The account itself, with its passkeys and logins. Its row goes last, and by the one who asks for the erasure (<see cref="AccountErasure"/>).</summary>
internal sealed class AccountPersonalData(IServiceScopeFactory scopes, Logins logins) : IPersonalData
{
    public int Place => 0;

    public async Task ExportAsync(PersonalFile file, Person person, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        if (person.UserId is not { } id || await users.FindByIdAsync(id) is not { } user)
            return;
        file.Add("account", new
        {
            id = user.Id,
            email = user.Email,
            emailConfirmed = user.EmailConfirmed,
            phoneNumber = user.PhoneNumber,
            twoFactorEnabled = user.TwoFactorEnabled,
            passkeys = (await users.GetPasskeysAsync(user)).Select(p => new { name = p.Name, createdAt = p.CreatedAt }),
            logins = (await logins.AllAsync(user.Id, ct)).Select(l => new
            {
                createdAt = l.CreatedAt,
                lastSeenAt = l.LastSeenAt,
                endedAt = l.EndedAt,
                browser = l.Browser,
                address = l.Address,
            }),
        });
    }
}
