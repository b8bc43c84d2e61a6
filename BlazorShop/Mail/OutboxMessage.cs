using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Mail;

public enum OutboxState
{
    Queued,
    Sent,

    /// <summary>Tried too often; somebody must look.</summary>
    Quarantined,
}

/// <summary>An email that is due, committed with what made it due. <see cref="Id"/> is its Message-ID: sent twice, it is still one email.</summary>
public sealed class OutboxMessage
{
    public const int LongestSubject = 200;

    public required Guid Id { get; init; }

    /// <summary>What the email is for, such as <c>order:…:confirmed</c>: the same email is queued once.</summary>
    public required string DedupKey { get; init; }

    public required string To { get; init; }

    public required string Subject { get; init; }

    public required string Html { get; init; }

    public required string Text { get; init; }

    public OutboxState State { get; set; }

    public int Attempts { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime NextAt { get; set; }

    public string? LeaseOwner { get; set; }

    public DateTime? LeaseUntil { get; set; }

    public DateTime? SentAt { get; set; }

    public string? LastError { get; set; }

    /// <summary>Whom it is for is to be forgotten.</summary>
    public bool ForgetWhenSent { get; set; }

    /// <summary>Holds a link that opens an account: its body goes as soon as the email has gone.</summary>
    public bool DropBodyWhenSent { get; init; }

    /// <summary>Leaves of these emails to whom they went and what about.</summary>
    public static Task<int> DropBodiesAsync(IQueryable<OutboxMessage> mails, CancellationToken ct) => mails.ExecuteUpdateAsync(
        s => s.SetProperty(m => m.Html, "").SetProperty(m => m.Text, ""), ct);

    /// <summary>Leaves of these emails that there were such: the event, and when.</summary>
    public static Task<int> ForgetAsync(IQueryable<OutboxMessage> mails, CancellationToken ct) => mails.ExecuteUpdateAsync(
        s => s.SetProperty(m => m.To, "").SetProperty(m => m.Subject, "").SetProperty(m => m.Html, "").SetProperty(m => m.Text, ""), ct);
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.DedupKey).HasMaxLength(200).IsUnicode(false);
        message.Property(m => m.To).HasMaxLength(256);
        message.Property(m => m.Subject).HasMaxLength(OutboxMessage.LongestSubject);
        message.Property(m => m.LeaseOwner).HasMaxLength(64).IsUnicode(false);
        message.Property(m => m.LastError).HasMaxLength(500);
        message.HasIndex(m => m.DedupKey).IsUnique();
        message.HasIndex(m => new { m.State, m.NextAt });
    }
}
