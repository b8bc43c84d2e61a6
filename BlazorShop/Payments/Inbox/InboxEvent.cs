using System.Security.Cryptography;
using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Inbox;

public enum InboxState
{
    /// <summary>Stored and acknowledged; not applied yet.</summary>
    New,

    Applied,

    /// <summary>Not ours, or of a type that changes nothing here.</summary>
    Ignored,

    /// <summary>Tried too often; somebody must look.</summary>
    Quarantined,
}

/// <summary>A signed event as it arrived: a hint to look at an object, kept byte for byte, applied once.</summary>
public sealed class InboxEvent : IOfProvider
{
    /// <summary>The provider's id of the event: the same event is stored once.</summary>
    public required string Id { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    /// <summary>As addresses name it: two providers may call two events the same.</summary>
    public string Name => NameOf(Provider, Id);

    public required string Type { get; init; }

    /// <summary>The provider's id of what the event is about.</summary>
    public string? ObjectId { get; init; }

    public string? ApiVersion { get; init; }

    public required byte[] Payload
    {
        get;
        init
        {
            field = value;
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(value));
        }
    }

    /// <summary>Of the payload as it arrived, in hex: shows that nobody touched it since.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>The headers that say how it came and who signed it, as JSON; null when we fetched it ourselves.</summary>
    public string? Headers { get; init; }

    /// <summary><c>webhook</c> or <c>reconcile</c>.</summary>
    public required string Source { get; init; }

    public bool Livemode { get; init; }

    /// <summary>When it happened, by the provider's clock; what lies between this and <see cref="ReceivedAt"/> is the delivery's lag.</summary>
    public DateTime? CreatedAtProvider { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public InboxState State { get; set; }

    public int Attempts { get; set; }

    public DateTime NextAt { get; set; }

    public string? LeaseOwner { get; set; }

    public DateTime? LeaseUntil { get; set; }

    public DateTime? AppliedAt { get; set; }

    /// <summary>What applying it did, as <see cref="KindText"/> keeps an <see cref="InboxResult"/>; or why it failed, in the words of what failed.</summary>
    public string? Result { get; set; }

    internal static string NameOf(string provider, string id) => $"{provider}:{id}";

    /// <summary>The event that is named so; null where it is no such name.</summary>
    internal static IQueryable<InboxEvent>? Named(IQueryable<InboxEvent> events, string name) =>
        name.Split(':', 2) is [var provider, var id] ? events.Where(e => e.Id == id && e.Provider == provider) : null;
}

internal sealed class InboxEventConfiguration : IEntityTypeConfiguration<InboxEvent>
{
    public const int MaxHeaders = 4096;

    public void Configure(EntityTypeBuilder<InboxEvent> inbox)
    {
        inbox.HasKey(e => new { e.Id, e.Provider });
        inbox.MapProvider();
        inbox.Property(e => e.Id).HasMaxLength(255).IsUnicode(false).ValueGeneratedNever();
        inbox.Property(e => e.Type).HasMaxLength(120).IsUnicode(false);
        inbox.Property(e => e.ObjectId).HasMaxLength(255).IsUnicode(false);
        inbox.Property(e => e.ApiVersion).HasMaxLength(40).IsUnicode(false);
        inbox.Property(e => e.Sha256).HasMaxLength(64).IsUnicode(false);
        inbox.Property(e => e.Headers).HasMaxLength(MaxHeaders).IsUnicode(false);
        inbox.Property(e => e.Source).HasMaxLength(16).IsUnicode(false);
        inbox.Property(e => e.LeaseOwner).HasMaxLength(64).IsUnicode(false);
        inbox.Property(e => e.Result).HasMaxLength(1000);
        inbox.HasIndex(e => new { e.State, e.NextAt });
        inbox.HasIndex(e => e.ReceivedAt);
        inbox.HasIndex(e => new { e.ObjectId, e.State });
    }
}
