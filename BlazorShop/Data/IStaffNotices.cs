namespace BlazorShop.Data;

/// <summary>What a notice is about; the sentence is made of it where it is read.</summary>
public enum StaffNoticeKind
{
    /// <summary>Subject: the order's number. Details: its total and what is in it.</summary>
    NewOrder,

    /// <summary>Subject: the order's number. Details: the amount, the reason, until when to answer.</summary>
    Dispute,

    /// <summary>Subject: the order's number. Details: what was received and what the order costs.</summary>
    OrderAttention,

    /// <summary>Subject: the event's type and id. Details: what went wrong.</summary>
    EventFailing,

    /// <summary>Subject: what cannot be booked, by the provider's name. Details: what went wrong.</summary>
    PaymentFailing,

    /// <summary>Subject: since when. Details: what the provider's client said.</summary>
    ProviderOutage,

    /// <summary>Subject: the provider's name of the payment. Details: the amount and from whom.</summary>
    ForeignPayment,

    /// <summary>Subject: what differs, by the provider's name. Details: how.</summary>
    BooksDiffer,

    /// <summary>Subject: the product. Details: how many of how many unpaid orders hold.</summary>
    StockHeld,
}

/// <summary>Something staff must hear of: one email for several of them, and never more than one email in a quarter of an hour.</summary>
/// <param name="Key">The event, such as <c>dispute:du_1:NeedsResponse</c>: told once, however often it is reported. At most 200 ASCII characters.</param>
/// <param name="Subject">What it is about, as people call it (an order's number); see <see cref="StaffNoticeKind"/>. Cut at 200 characters.</param>
/// <param name="Details">A sentence of one's own, cut at 500 characters; figures are <see cref="NoticeFacts"/>.</param>
/// <param name="Path">The admin's page about it, such as <c>/admin/orders/BS-…</c>.</param>
public sealed record StaffNotice(string Key, StaffNoticeKind Kind, string Subject, string Details, string Path)
{
    /// <summary>With figures, of which each reader's language makes its own sentence.</summary>
    public StaffNotice(string key, StaffNoticeKind kind, string subject, NoticeFacts facts, string path)
        : this(key, kind, subject, facts.ToString(), path)
    {
    }
}

/// <summary>
/// Tells staff. Any room may call it; the room Mail implements it over the outbox. It knows no rules: whether something is worth
/// telling is the caller's to decide.
/// </summary>
public interface IStaffNotices
{
    /// <summary>Adds the notice to <paramref name="db"/>, which the caller saves; then call <see cref="Ring"/>. A known event adds nothing.</summary>
    Task TellAsync(ShopDbContext db, StaffNotice notice, CancellationToken ct);

    /// <summary>The same on its own: committed when it returns. Two at once are one notice.</summary>
    Task TellAsync(StaffNotice notice, CancellationToken ct);

    /// <summary>Committed notices wait: the worker need not wait for its next pass.</summary>
    void Ring();
}
