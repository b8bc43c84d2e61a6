using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorShop.Tests.Data;

/// <summary>What is begun again because somebody else was at the same rows, and what is not.</summary>
public sealed class CollisionTests
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_key_that_somebody_else_wrote_first_is_met_by_looking_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var before = DateTime.UtcNow.Date;
        var looks = 0;

        var seen = await Collision.RetryAsync(async () =>
        {
            looks++;
            await using var db = database.CreateDbContext();
            if (await db.Set<Watermark>().FirstOrDefaultAsync(w => w.Name == "there") is { } there)
                return there.Value;
            // Between the look and the write.
            await AddAsync(database, before);
            db.Add(new Watermark { Name = "there", Value = before.AddDays(1) });
            await db.SaveChangesAsync();
            return before.AddDays(1);
        }, default);

        Assert.Equal((before, 2), (seen, looks));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_key_that_is_always_taken_is_tried_so_often_and_then_told(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, DateTime.UtcNow.Date);
        var tries = 0;

        await Assert.ThrowsAsync<DbUpdateException>(() => Collision.RetryAsync(
            () =>
            {
                tries++;
                return AddAsync(database, DateTime.UtcNow.Date);
            },
            default,
            tries: 3));

        Assert.Equal(3, tries);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_row_that_points_to_nothing_is_a_mistake_and_is_not_tried_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var tries = 0;

        await Assert.ThrowsAsync<DbUpdateException>(() => Collision.RetryAsync(
            async () =>
            {
                tries++;
                await using var db = database.CreateDbContext();
                db.Add(new SpentCode { UserId = "nobody", Step = 1 });
                await db.SaveChangesAsync();
            },
            default));

        Assert.Equal(1, tries);
    }

    [Theory]
    [InlineData("23505", true)]
    [InlineData("40P01", true)]
    [InlineData("40001", true)]
    [InlineData("55P03", true)]
    [InlineData("23503", false)]
    [InlineData("22001", false)]
    [InlineData("53300", false)]
    [InlineData("08006", false)]
    public void PostgreSQL_says_by_its_code_whether_somebody_was_faster(string state, bool isCollision)
    {
        var said = new PostgresException("", "", "", state);
        Assert.Equal([isCollision, isCollision, isCollision], new Exception[] { said, new DbUpdateException("", said), new InvalidOperationException("", said) }.Select(Collision.Is));
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(6, 262, true)]
    [InlineData(19, 2067, true)]
    [InlineData(19, 1555, true)]
    [InlineData(19, 787, false)]
    [InlineData(13, 13, false)]
    public void SQLite_says_by_its_code_whether_somebody_was_faster(int code, int extended, bool isCollision) =>
        Assert.Equal(isCollision, Collision.Is(new DbUpdateException("", new SqliteException("", code, extended))));

    private static async Task AddAsync(TestDatabase database, DateTime value)
    {
        await using var db = database.CreateDbContext();
        db.Add(new Watermark { Name = "there", Value = value });
        await db.SaveChangesAsync();
    }
}
