using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Foreign;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Checkout;

/// <summary>An order of somebody without an account joins the one that confirms its email: whoever only claims the address sees nothing of it.</summary>
internal sealed partial class ForeignOrdersWorker(
    IDbContextFactory<ShopDbContext> contexts, ForeignAccounts waiting, CustomerService customers, IAccountEmails accounts, TimeProvider time, ILogger<ForeignOrdersWorker> logger)
    : PeriodicWorker(TimeSpan.FromSeconds(30), time, logger)
{
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var (session, order, email) in await waiting.ListAsync(ct))
        {
            if (await accounts.ConfirmedAsync(email, ct) is not { } account)
                continue;
            var customer = await customers.ForUserAsync(account, ct);
            await using var db = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await ForeignAccounts.JoinAsync(db, session, order, customer, ct))
                continue;
            var before = await OrderService.JoinAsync(db, order, customer, ct);
            await CustomerService.ForgetAsync(db, before, ct);
            await transaction.CommitAsync(ct);
            Joined(logger, order, customer);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Order}, bought outside the shop, joined customer {Customer}")]
    private static partial void Joined(ILogger logger, OrderId order, CustomerId customer);
}
