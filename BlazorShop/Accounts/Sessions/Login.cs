using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Accounts.Sessions;

/// <summary>Why a login is over.</summary>
public enum LoginEnd
{
    /// <summary>It was never there, or went with its account.</summary>
    Unknown,

    /// <summary>Logged out in its own browser.</summary>
    LoggedOut,

    /// <summary>Its owner ended it from another device.</summary>
    EndedByOwner,

    /// <summary>Its owner logged out everywhere else.</summary>
    EndedEverywhere,

    /// <summary>The same browser logged in again.</summary>
    Replaced,

    /// <summary>Password, email or second factor were changed elsewhere.</summary>
    SecurityChanged,

    /// <summary>Staff locked the account.</summary>
    Locked,

    /// <summary>The account has other roles than when it logged in.</summary>
    RightsChanged,

    /// <summary>It was as old as a login may become.</summary>
    Expired,

    /// <summary>Staff only: nothing happened in it for too long.</summary>
    Idle,
}

/// <summary>One login of one browser. The cookie carries <see cref="Id"/> as the claim <see cref="ShopClaims.Login"/>; all times are UTC.</summary>
public sealed class Login
{
    public const int LongestBrowser = 200;
    public const int LongestAddress = 45;

    public required Guid Id { get; init; }

    public required string UserId { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>Written at most once a minute.</summary>
    public required DateTime LastSeenAt { get; set; }

    public required DateTime ExpiresAt { get; init; }

    /// <summary>The account's security stamp when this login last proved itself: another one there ends the login.</summary>
    public required string Stamp { get; set; }

    public DateTime? EndedAt { get; set; }

    public LoginEnd? EndedBecause { get; set; }

    /// <summary>What the browser called itself.</summary>
    public string? Browser { get; init; }

    /// <summary>Where the login came from, as the server saw it.</summary>
    public string? Address { get; init; }
}

internal sealed class LoginConfiguration : IEntityTypeConfiguration<Login>
{
    public void Configure(EntityTypeBuilder<Login> login)
    {
        login.ToTable("Logins");
        login.HasKey(l => l.Id);
        login.Property(l => l.Id).ValueGeneratedNever();
        login.Property(l => l.Stamp).HasMaxLength(64);
        login.Property(l => l.Browser).HasMaxLength(Login.LongestBrowser);
        login.Property(l => l.Address).HasMaxLength(Login.LongestAddress).IsUnicode(false);
        login.HasIndex(l => l.ExpiresAt);
        // Goes with its account.
        login.HasOne<ShopUser>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
