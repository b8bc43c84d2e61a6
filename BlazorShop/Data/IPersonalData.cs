using BlazorShop.Common;

namespace BlazorShop.Data;

/// <summary>Whose traces are meant: the customer, and the account behind them where they have one.</summary>
public sealed record Person(CustomerId Customer, string? UserId = null, string? Email = null);

/// <summary>Why somebody cannot be erased now. Nothing was erased then.</summary>
public enum ErasureRefusal
{
    /// <summary>A bank is still processing a payment of theirs.</summary>
    PaymentIsProcessing,

    /// <summary>The payment provider did not answer, so a form that still takes money could not be closed.</summary>
    FormNotClosed,

    /// <summary>The payment provider did not answer, so a subscription could not be ended.</summary>
    SubscriptionNotEnded,
}

/// <summary>
/// What a room holds about a person: told to them as a whole, and erased as far as the law lets us. Each room implements it for what is its own, in its
/// own tables; <c>Privacy/</c> goes through all of them.
/// </summary>
public interface IPersonalData
{
    /// <summary>Where it stands in the file, and when its turn is to be erased. A room may read what those before it wrote into the file.</summary>
    int Place { get; }

    /// <summary>All of it, ready to be written as JSON. No secret is among it.</summary>
    Task ExportAsync(PersonalFile file, Person person, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Before anything is erased: makes sure that no money can come any more; may call over the network. Answers why they cannot be erased now, or
    /// null.
    /// </summary>
    Task<ErasureRefusal?> PrepareAsync(Person person, CancellationToken ct) => Task.FromResult<ErasureRefusal?>(null);

    /// <summary>Erases what the law does not want kept. Joins the caller's transaction; with a reason in the answer the caller rolls back.</summary>
    Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct) => Task.FromResult<ErasureRefusal?>(null);

    /// <summary>Erases what was said to this address. Joins the caller's transaction.</summary>
    Task EraseEmailAsync(ShopDbContext db, string email, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>What is left to do of an erasure once it is committed. Implemented by the rooms that have something left, over and over until they are done.</summary>
public interface IErasureRest
{
    /// <summary>
    /// Customers of whom something was written here since then. An erasure cannot see what another transaction, of another tab, writes while it looks.
    /// </summary>
    Task<IReadOnlyList<CustomerId>> WrittenSinceAsync(DateTime since, CancellationToken ct) => Task.FromResult<IReadOnlyList<CustomerId>>([]);

    /// <summary>Erases what was written of customers who are gone.</summary>
    Task EraseLateAsync(IReadOnlyCollection<CustomerId> gone, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Asks others, over the network, to forget those who are erased.</summary>
    Task TellOthersAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Something was kept because it was still needed, and is not any more.</summary>
    Task<bool> HasRestAsync(CancellationToken ct) => Task.FromResult(false);

    /// <summary>Erases some of that and answers the addresses it was needed for. Joins the caller's transaction.</summary>
    Task<IReadOnlyList<string>> EraseRestAsync(ShopDbContext db, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <summary>Knows which customers there are.</summary>
public interface ICustomerRegister
{
    /// <summary>Those of them who are gone.</summary>
    Task<IReadOnlyList<CustomerId>> GoneAsync(IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}

/// <summary>What the shop knows about a person, part by part, as the rooms add them.</summary>
public sealed class PersonalFile
{
    private readonly Dictionary<string, object> parts = [];
    private readonly Dictionary<OrderId, string> numbers = [];

    public IReadOnlyDictionary<string, object> Parts => parts;

    public void Add(string kind, object held) => parts.Add(kind, held);

    /// <summary>What the person knows an order by, for the parts behind.</summary>
    public void Number(OrderId order, string number) => numbers[order] = number;

    public string? NumberOf(OrderId order) => numbers.GetValueOrDefault(order);

    /// <summary>An amount as it stands in the file.</summary>
    public static object Of(Money money) => new { minor = money.Minor, currency = money.Currency };
}
