using BlazorShop.Data;
using BlazorShop.Localization;

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

    /// <summary>What staff are told, the most urgent first. <paramref name="More"/>: so many are not listed. <paramref name="Link"/>: the admin.</summary>
    public sealed record StaffNotices(string Summary, IReadOnlyList<MailLink> Lines, int More, string Link) : MailTemplate;
}

/// <summary>A sentence that leads somewhere: <see cref="Link"/> is an absolute address.</summary>
public sealed record MailLink(string Sentence, string Link);

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
