namespace BlazorShop.Components;

/// <summary>Where the shell shows what a room contributes.</summary>
public enum ShellPlace
{
    /// <summary>Below the header of every page of the shop.</summary>
    Categories,

    /// <summary>Above every page of an account.</summary>
    Account,

    /// <summary>Above every page of the admin.</summary>
    Admin,
}

/// <summary>A component that a room contributes to the shell, which knows no rooms. It takes no parameters.</summary>
public sealed record ShellPart(ShellPlace Place, Type Component);
