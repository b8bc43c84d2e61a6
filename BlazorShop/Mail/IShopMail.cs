using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Pricing;

namespace BlazorShop.Mail;

/// <summary>What the shop writes to people. Rendered when it is queued, so that a email says what was true then.</summary>
public abstract record MailTemplate
{
    /// <summary>Holds a link that opens an account: what was sent keeps no body.</summary>
    public virtual bool IsSecret => false;

    /// <summary>A letter of the room that sends it, in the language of whoever reads it: a component (<see cref="Letters.Letter"/>) and its parameters.</summary>
    public sealed record Written(Type Letter, IReadOnlyDictionary<string, object?> Values, Language Language, bool OpensAnAccount = false) : MailTemplate
    {
        public override bool IsSecret => OpensAnAccount;
    }

    /// <summary><paramref name="Subscription"/>: what it began, or is a delivery of; null for what was bought once.</summary>
    public sealed record OrderConfirmed(OrderMail Order, string? PaidWith, SubscriptionMail? Subscription = null) : MailTemplate;

    /// <summary>A shipment left the house. <paramref name="More"/>: the rest follows. <paramref name="TrackingLink"/>: where it can be followed.</summary>
    public sealed record OrderShipped(
        OrderMail Order, IReadOnlyList<QuoteLine> Shipped, string Carrier, string Tracking, bool More, string? TrackingLink = null) : MailTemplate;

    /// <summary><paramref name="Back"/>: what goes back; null where nothing had been paid, nought where all of it is back already.</summary>
    public sealed record OrderCancelled(OrderMail Order, Money? Back, string? Why) : MailTemplate;

    public sealed record PaymentProcessing(OrderMail Order) : MailTemplate;

    /// <param name="IsOver">It was tried as often as it may be: the goods can only be ordered again.</param>
    public sealed record PaymentFailed(OrderMail Order, string Why, bool IsOver = false) : MailTemplate;

    /// <summary>The goods are no longer set aside, and nothing was paid.</summary>
    /// <param name="IsOver">It was tried as often as it may be: the goods can only be ordered again.</param>
    public sealed record PaymentExpired(OrderMail Order, bool IsOver = false) : MailTemplate;

    /// <summary>Money came that is not what the order costs: it is set aside, and the buyer hears that it is not lost.</summary>
    public sealed record PaymentHeld(OrderMail Order, Money Received) : MailTemplate;

    /// <summary><paramref name="Outside"/>: the money did not come through the payment provider, and goes back as it came.</summary>
    public sealed record Refunded(OrderMail Order, Money Amount, string Why, bool Outside = false) : MailTemplate;

    /// <summary>A renewal is paid, and its goods are not there.</summary>
    public sealed record RenewalDelayed(OrderMail Order, string? PaidWith, SubscriptionMail? Subscription = null) : MailTemplate;

    /// <summary>A renewal could not be collected. <paramref name="Link"/> leads to the page where it can be paid.</summary>
    public sealed record RenewalFailed(string Name, Money Amount, string? Why, DateTime? NextAttempt, string Link) : MailTemplate;

    public sealed record SubscriptionEnded(string Name, string Link) : MailTemplate;

    /// <summary>What staff are told, the most urgent first. <paramref name="More"/>: so many are not listed. <paramref name="Link"/>: the admin.</summary>
    public sealed record StaffNotices(string Summary, IReadOnlyList<MailLink> Lines, int More, string Link) : MailTemplate;
}

/// <summary>A sentence that leads somewhere: <see cref="Link"/> is an absolute address.</summary>
public sealed record MailLink(string Sentence, string Link);

/// <summary>A subscription as the emails of its orders tell of it: what, how much and how often, when next, and where it is cancelled.</summary>
/// <param name="Next">When it is collected again; null where it ends with what is paid.</param>
/// <param name="Link">Absolute address of its page.</param>
public sealed record SubscriptionMail(string Name, Money Amount, Recurrence Every, DateTime? Next, string Link);

/// <summary>
/// An order as its emails show it. <see cref="Link"/> is the absolute address of the order's page, <see cref="PayLink"/> of the
/// form that pays it.
/// </summary>
public sealed record OrderMail(
    string Number, Quote Quote, Address ShippingAddress, string Link, string? PayLink = null);

/// <summary>Queues email. A feature queues in its own transaction; only the worker sends.</summary>
public interface IShopMail
{
    /// <summary>Adds the email to <paramref name="db"/>, which the caller saves; nobody is written to who has no address any more. <paramref name="dedupKey"/> names the event: one email each.</summary>
    void Enqueue(ShopDbContext db, string dedupKey, string to, MailTemplate template);

    /// <summary>
    /// Somebody is to be forgotten: of their emails stays that they were sent. What is still queued goes out first. Joins the caller's transaction.
    /// </summary>
    Task ForgetAsync(ShopDbContext db, string to, CancellationToken ct);

    /// <summary>Queues a email on its own and rings the worker.</summary>
    Task SendAsync(string dedupKey, string to, MailTemplate template, CancellationToken ct);

    /// <summary>Tells the worker that committed email waits.</summary>
    void Ring();
}
