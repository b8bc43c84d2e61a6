namespace BlazorShop.Customers;

/// <summary>Whose an email is: accounts know, and only a confirmed address proves it.</summary>
public interface IAccountEmails
{
    /// <summary>The account that has confirmed this address, or null.</summary>
    Task<string?> ConfirmedAsync(string email, CancellationToken ct);
}
