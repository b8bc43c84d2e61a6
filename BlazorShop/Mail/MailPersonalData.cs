using BlazorShop.Data;

namespace BlazorShop.Mail;

/// <summary>What was written to somebody: sent emails lose their text now, those that wait lose it when they are sent.</summary>
internal sealed class MailPersonalData(IShopMail mail) : IPersonalData
{
    public int Place => 60;

    public Task EraseEmailAsync(ShopDbContext db, string email, CancellationToken ct) => mail.ForgetAsync(db, email, ct);
}
