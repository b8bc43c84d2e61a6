using BlazorShop.Common;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Subscriptions;

public enum SubscriptionVerb
{
    Pause,
    Resume,

    /// <summary>At the end of what is paid.</summary>
    Cancel,

    /// <summary>Not cancelled after all.</summary>
    Keep,

    /// <summary>Now.</summary>
    End,

    /// <summary>Another card; where something is owed, it is paid with that card.</summary>
    ChangeCard,
}

public enum SubscriptionCommandState
{
    /// <summary>The customer has a form to fill in first.</summary>
    AwaitsCard,

    /// <summary>To be sent to the provider, or sent without an answer.</summary>
    Pending,

    Done,

    /// <summary>The provider refused; <see cref="SubscriptionCommand.Problem"/> says why.</summary>
    Refused,

    /// <summary>A later command took its place before it was sent.</summary>
    Superseded,
}

/// <summary>What somebody wants changed: committed with its key before the provider is asked, kept as the record of who wanted what.</summary>
public sealed class SubscriptionCommand
{
    public required Guid Id { get; init; }

    public required SubscriptionId SubscriptionId { get; init; }

    public required SubscriptionVerb Verb { get; init; }

    public required SubscriptionCommandState State { get; set; }

    public required string IdempotencyKey { get; init; }

    /// <summary>An email of the staff, <c>customer</c>, or <c>shop</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>For a card: <see cref="SubscriptionCardFormRequest"/> as JSON, exactly what the provider was or will be asked.</summary>
    public string? Request { get; init; }

    /// <summary>For a card: the provider's name for the form.</summary>
    public string? Form { get; set; }

    /// <summary>For a card: the provider's name for the card that was entered.</summary>
    public string? CardReference { get; set; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime ChangedAt { get; set; }

    /// <summary>Why it was refused: a <see cref="DeclineReason"/>, or the provider's own words, which are for staff.</summary>
    public string? Problem { get; set; }
}

internal sealed class SubscriptionCommandConfiguration : IEntityTypeConfiguration<SubscriptionCommand>
{
    public void Configure(EntityTypeBuilder<SubscriptionCommand> command)
    {
        command.ToTable("SubscriptionCommands");
        command.Property(c => c.Id).ValueGeneratedNever();
        command.Property(c => c.IdempotencyKey).HasMaxLength(128).IsUnicode(false);
        command.Property(c => c.Actor).HasMaxLength(256);
        command.Property(c => c.Form).HasMaxLength(255).IsUnicode(false);
        command.Property(c => c.CardReference).HasMaxLength(255).IsUnicode(false);
        command.Property(c => c.Problem).HasMaxLength(500);
        command.HasIndex(c => c.IdempotencyKey).IsUnique();
        command.HasIndex(c => c.Form).IsUnique();
        command.HasIndex(c => new { c.SubscriptionId, c.CreatedAt });
        command.HasIndex(c => new { c.State, c.CreatedAt });
        command.HasOne<Subscription>().WithMany().HasForeignKey(c => c.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
    }
}
