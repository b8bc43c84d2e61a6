using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Mail;

/// <summary>What the shop writes to people. Rendered when it is queued, so that a mail says what was true then.</summary>
public abstract record MailTemplate
{
    public sealed record ConfirmEmail(string Link) : MailTemplate;

    public sealed record ResetPassword(string Link) : MailTemplate;

    /// <summary>Somebody registered or changed to an address that already has an account.</summary>
    public sealed record AlreadyRegistered(string LoginLink) : MailTemplate;

    /// <summary>To the address that was just given up: whoever reads it there may not have asked for this.</summary>
    public sealed record EmailChanged(string ContactLink) : MailTemplate;

    public sealed record PasswordChanged(string ResetLink) : MailTemplate;

    public sealed record OrderConfirmed(OrderMail Order, string? PaidWith) : MailTemplate;

    public sealed record PaymentProcessing(OrderMail Order) : MailTemplate;

    public sealed record PaymentFailed(OrderMail Order, string Why) : MailTemplate;

    /// <summary>The goods are no longer set aside, and nothing was paid.</summary>
    public sealed record PaymentExpired(OrderMail Order) : MailTemplate;

    public sealed record Refunded(OrderMail Order, Money Amount, string Why) : MailTemplate;
}

/// <summary>
/// An order as its mails show it. <see cref="Link"/> is the absolute address of the order's page, <see cref="PayLink"/> of the
/// form that pays it.
/// </summary>
public sealed record OrderMail(
    string Number, IReadOnlyList<OrderMailLine> Lines, Money Total, Address ShippingAddress, string Link, string? PayLink = null);

public sealed record OrderMailLine(string Name, string Options, int Quantity, Money Total);

/// <summary>Queues mail. A feature queues in its own transaction; only the worker sends.</summary>
public interface IShopMail
{
    /// <summary>Adds the mail to <paramref name="db"/>, which the caller saves. <paramref name="dedupKey"/> names the occasion: one mail each.</summary>
    void Enqueue(ShopDbContext db, string dedupKey, string to, MailTemplate template);

    /// <summary>Queues a mail on its own and rings the worker.</summary>
    Task SendAsync(string dedupKey, string to, MailTemplate template, CancellationToken ct);

    /// <summary>Tells the worker that committed mail waits.</summary>
    void Ring();
}
