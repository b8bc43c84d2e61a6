using BlazorShop.Common;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Privacy;
using BlazorShop.Tests.Fulfilment;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Simulation;

/// <summary>What staff and operators do, and buyers who want to be forgotten.</summary>
internal sealed partial class Universe
{
    private SqliteConnection? copy;

    /// <summary>The database was once set back to an older copy of itself.</summary>
    public bool Restored { get; private set; }

    /// <summary>Whom the shop and the provider must know no more.</summary>
    public List<CustomerId> Erased { get; } = [];

    private void RefundOfPayment(ShopProcess shop)
    {
        var paid = Provider.Sessions.Where(s => s.Captured > 0).ToList();
        if (paid.Count == 0)
            return;
        var session = Any(paid);
        var (amount, requestId) = (AnyPart(session), NewGuid());
        Click(shop, shop => Try($"staff refunds {amount.Minor} of {session.Reference}", () =>
            Run(shop.Get<RefundService>().RequestAsync(session.Request.Payment, amount, "Sorry.", "staff@example.org", requestId, SubscriptionAfterwards.GoesOn, default)).GetType().Name));
    }

    private void Ship(ShopProcess shop)
    {
        if (AnyOrder(shop) is not { } order)
            return;
        var all = random.Next(3) > 0;
        var items = order.Lines.ToDictionary(l => l.Position, l => all ? order.Unshipped(l) : Math.Min(1, order.Unshipped(l)));
        var shipment = new ShipmentRequest(NewGuid(), order.Id, order.Version, items, "DHL", "JD0146");
        Click(shop, shop => Handle($"staff ships {order.Number}", () => shop.Get<FulfilmentService>().ShipAsync(StaffActions.Eve, shipment)));
    }

    private void MarkDelivered(ShopProcess shop)
    {
        if (AnyOrder(shop) is { } order)
            Click(shop, shop => Handle($"{order.Number} is delivered", () => shop.Get<FulfilmentService>().MarkDeliveredAsync(StaffActions.Eve, order.Id, order.Version)));
    }

    private void Cancel(ShopProcess shop)
    {
        if (AnyOrder(shop) is { } order)
            Click(shop, shop => Handle($"staff cancels {order.Number}", () => shop.Get<FulfilmentService>().CancelAsync(StaffActions.Eve, order.Id, order.Version, null)));
    }

    /// <summary>As staff see it before they decide.</summary>
    private Order? AnyOrder(ShopProcess shop)
    {
        if (Provider.Sessions.Count == 0)
            return null;
        var id = RenewedOrder() ?? Any(Provider.Sessions).Request.Order;
        Order? order = null;
        Try("staff looks", () =>
        {
            order = Run(shop.Get<OrderService>().ReadAsync(id, default));
            return null;
        });
        return order;
    }

    private void Handle(string what, Func<Task<FulfilmentResult>> step) => Try(what, () =>
    {
        var said = Run(step());
        Reach.Note($"{what.Split(' ')[^2]}: {said.GetType().Name}");
        return said is FulfilmentResult.Refused refused ? refused.Why.ToString() : said.GetType().Name;
    });

    private void Erase(ShopProcess shop)
    {
        // Somebody must go on.
        if (people.Count < 2)
            return;
        var person = Any(people);
        var customer = person.Buyer.Customer;
        try
        {
            Try($"{person.Name} wants to be forgotten", () =>
            {
                var gone = new BlazorShop.Data.Person(customer);
                return (Run(shop.Get<Erasure>().PrepareAsync(gone, default)) ?? Run(ForgetAsync(shop, gone)))?.ToString();
            });
        }
        finally
        {
            using var db = Look();
            if (!db.Customers.Any(c => c.Id == customer))
                Gone();
        }

        void Gone()
        {
            // In the middle of which the process may have died.
            people.Remove(person);
            Erased.Add(customer);
            // Who restores an older copy must erase again by the list that README asks for.
            copy?.Dispose();
            copy = null;
            Reach.Note("forgotten");
        }
    }

    /// <summary>As the account's own page does it, for a buyer who has no login here.</summary>
    private static async Task<BlazorShop.Data.ErasureRefusal?> ForgetAsync(ShopProcess shop, BlazorShop.Data.Person person)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await shop.Get<IDbContextFactory<BlazorShop.Data.ShopDbContext>>().CreateDbContextAsync();
                await using var transaction = await db.Database.BeginTransactionAsync();
                if (await shop.Get<Erasure>().EraseAsync(db, person, default) is { } refused)
                    return refused;
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return null;
            }
            catch (Exception failure) when (attempt < 5 && BlazorShop.Data.Collision.Is(failure))
            {
                // Somebody was at the same rows.
            }
        }
    }

    /// <summary>The operator copies the database.</summary>
    private void Copy(ShopProcess shop)
    {
        if (depth > 0)
            return;
        copy?.Dispose();
        copy = new SqliteConnection("Data Source=:memory:");
        copy.Open();
        Connection.BackupDatabase(copy);
        Trace("the database is copied");
    }

    /// <summary>The disk is gone: the shop goes on with the copy. What it has answered to since, the provider does not tell again by itself.</summary>
    private void Restore(ShopProcess shop)
    {
        if (depth > 0 || copy is null)
            return;
        Trace("RESTORED from the copy");
        foreach (var process in processes.OfType<ShopProcess>())
            process.IsDead = true;
        copy.BackupDatabase(Connection);
        Restored = true;
        applied.Clear();
        var stored = Ids();
        foreach (var happened in Provider.Events.Where(e => e.Acknowledged && !stored.Contains(e.Id)))
            (happened.Acknowledged, happened.Lost) = (false, true);
        Reach.Note("restored from a copy");
    }

    /// <summary>The events that are stored.</summary>
    public HashSet<string> Ids() => Read("SELECT Id FROM InboxEvents").ToHashSet(StringComparer.Ordinal);

    /// <summary>What the shop itself says it cannot book.</summary>
    public List<string> Troubles() => Read("SELECT Reference || ', ' || Attempts || ' times: ' || Problem FROM Troubles WHERE ResolvedAt IS NULL");

    private List<string> Read(string sql)
    {
        using var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Words of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        var rows = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private void RefundByStaff(ShopProcess shop)
    {
        if (asked.Count > 0 && random.Next(4) == 0)
        {
            Ask(shop, asked[^1]);
            return;
        }

        var paid = Provider.Sessions.Where(s => s.Captured > 0).ToList();
        if (paid.Count == 0)
            return;
        var session = Any(paid);
        asked.Add((session.Request.Order, AnyPart(session), NewGuid()));
        Ask(shop, asked[^1]);
    }

    private Money AnyPart(SimulatedProvider.Session session) =>
        session.Total with { Minor = random.Next(2) == 0 ? session.Captured : random.Next(1, (int)session.Captured + 1) };

    private void Ask(ShopProcess shop, (OrderId Order, Money Amount, Guid RequestId) refund) => Click(shop, shop => Try($"staff refunds {refund.Amount.Minor}", () =>
        Run(shop.Get<RefundService>().RequestAsync(refund.Order, refund.Amount, "Sorry.", "staff@example.org", refund.RequestId, default)).GetType().Name));
}
