using System.Linq.Expressions;
using System.Reflection;
using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>Where a row stands in a list: by its time, and among rows of the same moment by its key.</summary>
public sealed record KeysetMark<TKey>(DateTime At, TKey Key);

/// <summary>
/// Pages of a list that has the newest first. A page begins behind a row that the reader saw, not behind so many rows: the last of a million costs
/// what the first does, and what is added meanwhile moves nothing.
/// </summary>
internal static class Keyset
{
    /// <param name="wanted">All rows of the list, in no order.</param>
    /// <param name="place">Which page.</param>
    /// <param name="mark">Where the row stands that <paramref name="place"/> names; null where it is gone, or none is named: then it is the first page.</param>
    /// <param name="at">The time that orders the list.</param>
    /// <param name="key">Unique, for rows of the same time.</param>
    /// <param name="row">What is shown of a row.</param>
    /// <param name="ct">Ends the question when nobody waits for the answer.</param>
    public static async Task<ListPage<TRow>> PageAsync<T, TKey, TRow>(
        this IQueryable<T> wanted,
        ListPlace place,
        KeysetMark<TKey>? mark,
        Expression<Func<T, DateTime>> at,
        Expression<Func<T, TKey>> key,
        Expression<Func<T, TRow>> row,
        CancellationToken ct)
    {
        var back = place.IsBack && mark is not null;
        var rest = mark is null ? wanted : wanted.Where(Beyond(at, key, mark, back));
        var ordered = back ? rest.OrderBy(at).ThenBy(key) : rest.OrderByDescending(at).ThenByDescending(key);
        var rows = await ordered.Take(ListPlace.Size + 1).Select(row).ToListAsync(ct);
        var more = rows.Count > ListPlace.Size;
        // Whoever comes back to the newest sees a whole page of them, and so does who finds no row left behind the one named.
        if (mark is not null && (back ? !more : rows.Count == 0))
            return await PageAsync(wanted, ListPlace.First, mark: null, at, key, row, ct);
        if (more)
            rows.RemoveAt(ListPlace.Size);
        if (back)
            rows.Reverse();
        var counted = await wanted.Select(key).Take(ListPlace.CountedTo + 1).CountAsync(ct);
        return new ListPage<TRow>(rows, counted > ListPlace.CountedTo ? null : counted, Newer: mark is not null, Older: back || more);
    }

    private static Expression<Func<T, bool>> Beyond<T, TKey>(
        Expression<Func<T, DateTime>> at, Expression<Func<T, TKey>> key, KeysetMark<TKey> mark, bool back)
    {
        var entity = at.Parameters[0];
        var keyBody = new Renamed(key.Parameters[0], entity).Visit(key.Body);
        // Read from an object, both become parameters: one statement for all pages.
        var (atMark, keyMark) = (
            Expression.Property(Expression.Constant(mark), nameof(KeysetMark<>.At)),
            Expression.Property(Expression.Constant(mark), nameof(KeysetMark<>.Key)));
        var order = back ? ExpressionType.GreaterThan : ExpressionType.LessThan;
        var keyBeyond = Expression.MakeBinary(order, keyBody, keyMark, liftToNull: false, ByDatabase<TKey>());
        return Expression.Lambda<Func<T, bool>>(
            Expression.OrElse(
                Expression.MakeBinary(order, at.Body, atMark),
                Expression.AndAlso(Expression.Equal(at.Body, atMark), keyBeyond)),
            entity);
    }

    // An id has no order of its own in C#: the database compares as it sorts.
    private static MethodInfo ByDatabase<TKey>() =>
        typeof(Keyset).GetMethod(nameof(Compared), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(TKey));

    private static bool Compared<TKey>(TKey left, TKey right) =>
        throw new InvalidOperationException($"The database compares {left} with {right}, nobody else.");

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
