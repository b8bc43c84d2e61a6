using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

/// <summary>
/// Ends an account at its owner's request: in one transaction goes everything the law does not want kept, and with it the request that the
/// payment provider forget the buyer is committed. A crash leaves all of it or nothing.
/// </summary>
internal sealed class AccountErasure(
    IDbContextFactory<ShopDbContext> contexts,
    ShopUserManager users,
    CustomerService customers,
    Erasure erasure,
    IShopMail mail,
    IHttpContextAccessor accessor,
    IOptions<ShopOptions> shop,
    ILogger<AccountErasure> logger)
{
    /// <summary>Null when the account is gone; else, in words for its owner, why it is not.</summary>
    public async Task<string?> EraseAsync(ShopUser user)
    {
        if (await users.IsInRoleAsync(user, Policies.StaffRole))
            return AccountTexts.All["Erase.Staff"];
        // What was begun is finished, also when the browser goes away.
        var customer = await customers.ForUserAsync(user.Id, CancellationToken.None);
        if (await erasure.PrepareAsync(new Person(customer, user.Id, user.Email), CancellationToken.None) is { } notNow)
            return Words(notNow);
        // A payment, a shipment or a second click may be at the same rows.
        if (await Collision.RetryAsync(() => EraseOnceAsync(user, customer), CancellationToken.None) is { } refused)
            return Words(refused);
        erasure.Committed();
        mail.Ring();
        logger.Erased(user.Id);
        return null;
    }

    private async Task<ErasureRefusal?> EraseOnceAsync(ShopUser user, CustomerId customer)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // First a write on the account's row: of two clicks the second waits, and finds it gone.
        var isHere = await db.Users.Where(u => u.Id == user.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.SecurityStamp, Guid.NewGuid().ToString("N"))) == 1;
        if (!isHere)
        {
            await CustomerService.ForgetAsync(db, customer, default);
            await transaction.CommitAsync();
            return null;
        }

        if (user.Email is { } email)
            mail.Enqueue(db, $"account:erased:{user.Id}", email, AccountLetters.AccountErased(Home));
        if (await erasure.EraseAsync(db, new Person(customer, user.Id, user.Email), default) is { } refused)
            return refused;
        await db.SaveChangesAsync();
        // Logins, tokens, roles and passkeys go with it, by their foreign keys.
        await db.Users.Where(u => u.Id == user.Id).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        return null;
    }

    private static string Words(ErasureRefusal refusal) => refusal switch
    {
        ErasureRefusal.PaymentIsProcessing => AccountTexts.All["Erase.PaymentIsProcessing"],
        ErasureRefusal.FormNotClosed => AccountTexts.All["Erase.FormNotClosed"],
        _ => AccountTexts.All["Erase.SubscriptionNotEnded"],
    };

    private string Home => shop.Value.BaseOr(accessor.HttpContext is { } http ? $"{http.Request.Scheme}://{http.Request.Host}" : "") + "/";
}
