using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Mail;

/// <summary>A notice as it is kept until it has gone out, and for a while after that.</summary>
public sealed class StaffNoticeEntry
{
    public const int LongestSubject = 200;
    public const int LongestDetails = NoticeFacts.Longest;

    public required Guid Id { get; init; }

    /// <summary>The event: told once.</summary>
    public required string Key { get; init; }

    public required StaffNoticeKind Kind { get; init; }

    public required string Subject { get; init; }

    /// <summary>Figures as <see cref="NoticeFacts"/> writes them, or a sentence.</summary>
    public required string Details { get; init; }

    /// <summary>Null where the details are a sentence.</summary>
    public NoticeFacts? Facts => NoticeFacts.Read(Details);

    public required string Path { get; init; }

    public required DateTime At { get; init; }

    /// <summary>When it went into an email; null while it waits for the next one.</summary>
    public DateTime? EmailedAt { get; set; }
}

internal sealed class StaffNoticeConfiguration : IEntityTypeConfiguration<StaffNoticeEntry>
{
    public void Configure(EntityTypeBuilder<StaffNoticeEntry> notice)
    {
        notice.ToTable("StaffNotices");
        notice.Ignore(n => n.Facts);
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.Key).HasMaxLength(200).IsUnicode(false);
        notice.Property(n => n.Subject).HasMaxLength(StaffNoticeEntry.LongestSubject);
        notice.Property(n => n.Details).HasMaxLength(StaffNoticeEntry.LongestDetails);
        notice.Property(n => n.Path).HasMaxLength(300);
        notice.HasIndex(n => n.Key).IsUnique();
        notice.HasIndex(n => n.EmailedAt);
    }
}
