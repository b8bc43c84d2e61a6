using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Pricing;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Data;

/// <summary>Stock is one hold of several: what an order needs of all of them it gets whole or not at all.</summary>
public sealed class HoldsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Who_pays_late_for_goods_that_are_there_and_a_code_that_is_used_up_takes_neither(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var code = new Code { Left = 1 };
        var holds = new Holds([new StockService(TimeProvider.System), code]);
        var (variant, late) = (await AddAsync(database), Id.New<PaymentId>(TimeProvider.System));
        await InTransactionAsync(database, async db => Assert.Empty(await holds.HoldAsync(db, late, Make.Quote((variant, 2)), default)));
        await InTransactionAsync(database, db => holds.ReleaseAsync(db, late, default));
        code.Left = 0;

        await InTransactionAsync(database, async db => Assert.False(await holds.TakeAsync(db, late, default)));

        Assert.Equal((5, 0), await StockAsync(database, variant));
        code.Left = 1;
        await InTransactionAsync(database, async db => Assert.True(await holds.TakeAsync(db, late, default)));
        Assert.Equal((3, 0), await StockAsync(database, variant));
        Assert.Equal("taken", code.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_any_hold_has_too_little_of_is_said_and_a_cancelled_order_returns_all(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var code = new Code { Left = 0 };
        var holds = new Holds([new StockService(TimeProvider.System), code]);
        var (variant, payment) = (await AddAsync(database), Id.New<PaymentId>(TimeProvider.System));
        await using (var db = database.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync())
            Assert.Equal([QuoteProblemKind.SoldOut], (await holds.HoldAsync(db, payment, Make.Quote((variant, 2)), default)).Select(p => p.Kind));

        Assert.Equal((5, 0), await StockAsync(database, variant));
        code.Left = 1;
        await InTransactionAsync(database, db => holds.HoldAsync(db, payment, Make.Quote((variant, 2)), default));
        await InTransactionAsync(database, db => holds.TakeAsync(db, payment, default));
        await InTransactionAsync(database, db => holds.RestoreAsync(db, payment, default));
        Assert.Equal(((5, 0), "released"), (await StockAsync(database, variant), code.State));
    }

    private static async Task<VariantId> AddAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return (await db.AddProductAsync(stock: 5)).Variants[0].Id;
    }

    private static async Task<(int OnHand, int Reserved)> StockAsync(TestDatabase database, VariantId variant)
    {
        await using var db = database.CreateDbContext();
        var stock = await db.StockItems.AsNoTracking().SingleAsync(s => s.VariantId == variant);
        return (stock.OnHand, stock.Reserved);
    }

    private static async Task InTransactionAsync(TestDatabase database, Func<ShopDbContext, Task> act)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await act(db);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>A code that may be used so many times, in memory.</summary>
    private sealed class Code : IHold
    {
        public int Left { get; set; }

        public string State { get; private set; } = "released";

        public Task<IReadOnlyList<QuoteProblem>> HoldAsync(ShopDbContext db, PaymentId payment, Quote wanted, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<QuoteProblem>>(Hold() ? [] : [new QuoteProblem(QuoteProblemKind.SoldOut, default, 1, 0)]);

        public Task<bool> HoldAgainAsync(ShopDbContext db, PaymentId payment, CancellationToken ct) => Task.FromResult(State != "released" || Hold());

        public Task<bool> TakeAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
        {
            if (State == "held")
                State = "taken";
            return Task.FromResult(State == "taken");
        }

        public Task ReleaseAsync(ShopDbContext db, PaymentId payment, CancellationToken ct) => Move("held");

        public Task RestoreAsync(ShopDbContext db, PaymentId payment, CancellationToken ct) => Move("taken");

        public Task RecallAsync(ShopDbContext db, PaymentId payment, Quote bought, CancellationToken ct) => Task.CompletedTask;

        private bool Hold()
        {
            if (Left == 0)
                return false;
            Left--;
            State = "held";
            return true;
        }

        private Task Move(string from)
        {
            if (State == from)
                (State, Left) = ("released", Left + 1);
            return Task.CompletedTask;
        }
    }
}
