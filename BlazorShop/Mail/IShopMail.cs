using BlazorShop.Data;
using BlazorShop.Localization;

namespace BlazorShop.Mail;

/// <summary>
/// What the shop writes to people: a letter of the room that sends it, in the language of whoever reads it, as a component
/// (<see cref="Letters.Letter"/>) and its parameters. Rendered when it is queued, so that an email says what was true then.
/// </summary>
/// <param name="OpensAnAccount">Holds a link that does: what was sent keeps no body.</param>
public sealed record MailTemplate(Type Letter, IReadOnlyDictionary<string, object?> Values, Language Language, bool OpensAnAccount = false);

/// <summary>Queues email. A feature queues in its own transaction; only the worker sends.</summary>
public interface IShopMail
{
    /// <summary>Adds the email to <paramref name="db"/>, which the caller saves; nobody is written to who has no address any more. <paramref name="dedupKey"/> names the event: one email each.</summary>
    void Enqueue(ShopDbContext db, string dedupKey, string to, MailTemplate template);

    /// <summary>
    /// Somebody is to be forgotten: of their emails stays that they were sent. What is still queued goes out first. Joins the caller's transaction.
    /// </summary>
    Task ForgetAsync(ShopDbContext db, string to, CancellationToken ct);

    /// <summary>Queues an email on its own and rings the worker.</summary>
    Task SendAsync(string dedupKey, string to, MailTemplate template, CancellationToken ct);

    /// <summary>Tells the worker that committed email waits.</summary>
    void Ring();
}
