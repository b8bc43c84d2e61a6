namespace BlazorShop.Common;

/// <summary>An open page, which may outlive the login of whoever opened it.</summary>
public interface IOpenPage
{
    /// <summary>The login has ended: the page stands still, and nothing that happens in the shop is shown in it any more.</summary>
    bool IsOver { get; }

    /// <summary>The same person has logged in again: the page shows what it missed.</summary>
    event Action? WentOn;
}
