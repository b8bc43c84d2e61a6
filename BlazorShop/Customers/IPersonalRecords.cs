using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Customers;

/// <summary>
/// What the shop holds about a customer beyond account and address book. Implemented where orders, payments and carts meet: there
/// to break a cycle.
/// </summary>
public interface IPersonalRecords
{
    /// <summary>All of it, by the name of its kind, ready to be written as JSON. No secret is among it.</summary>
    Task<IReadOnlyDictionary<string, object>> TellAsync(CustomerId customer, CancellationToken ct);

    /// <summary>
    /// Makes sure that no money can come any more; may call over the network. Answers, in words for the customer, why they cannot be
    /// forgotten now, or null.
    /// </summary>
    Task<string?> PrepareAsync(CustomerId customer, CancellationToken ct);

    /// <summary>
    /// Forgets what the law does not want kept. Joins the caller's transaction; with a reason in the answer the caller rolls back.
    /// </summary>
    Task<string?> ForgetAsync(ShopDbContext db, CustomerId customer, CancellationToken ct);

    /// <summary>After the commit: what is left to do with others may begin.</summary>
    void Forgotten();
}
