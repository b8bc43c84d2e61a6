namespace BlazorShop.Accounts;

/// <summary>Who may do what.</summary>
public static class Policies
{
    public const string Staff = "Staff";

    public const string StaffRole = "Staff";
}
