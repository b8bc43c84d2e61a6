using System.Linq.Expressions;
using System.Reflection;
using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>
/// Pages of a list. A page begins behind a row that the reader saw, not behind so many rows: the last of a million costs what the first does, and what is
/// added meanwhile moves nothing.
/// <code>
/// orders.Descending(o => o.PlacedAt).Then(o => o.Id).PageAsync(place, named, o => new Row(o.Number), ct)
/// </code>
/// </summary>
internal static class Keyset
{
    /// <summary>All of these rows, the least first.</summary>
    public static Keyset<T> Ascending<T, TKey>(this IQueryable<T> wanted, Expression<Func<T, TKey>> key) => new Keyset<T>(wanted, descending: false, []).Then(key);

    /// <summary>All of these rows, the greatest first: the newest by its time.</summary>
    public static Keyset<T> Descending<T, TKey>(this IQueryable<T> wanted, Expression<Func<T, TKey>> key) => new Keyset<T>(wanted, descending: true, []).Then(key);
}

/// <summary>In which order a list stands: by its keys, one after the other, the last of which no two rows share. None of them is null.</summary>
internal sealed class Keyset<T>
{
    private static readonly ParameterExpression entity = Expression.Parameter(typeof(T), "entity");
    private readonly IQueryable<T> wanted;
    private readonly bool descending;
    private readonly IReadOnlyList<IKey> keys;

    internal Keyset(IQueryable<T> wanted, bool descending, IReadOnlyList<IKey> keys) => (this.wanted, this.descending, this.keys) = (wanted, descending, keys);

    /// <summary>Part of an order, over any type.</summary>
    internal interface IKey
    {
        /// <summary>The key of a row.</summary>
        Expression Of { get; }

        IOrderedQueryable<T> Sort(IQueryable<T> rows, bool descending);

        IOrderedQueryable<T> SortOn(IOrderedQueryable<T> rows, bool descending);

        /// <summary>Rows whose key is on this side of the value.</summary>
        Expression Is(ExpressionType side, object? value);
    }

    /// <summary>For rows of which all keys before are the same.</summary>
    public Keyset<T> Then<TKey>(Expression<Func<T, TKey>> key) => new(wanted, descending, [.. keys, new Key<TKey>(new ParameterReplacer(key.Parameters[0]).Visit(key.Body))]);

    /// <param name="place">Which page.</param>
    /// <param name="named">The row that <paramref name="place"/> names, also where the filters leave it out by now. Where it is gone, or none is named, it is the first page.</param>
    /// <param name="row">What is shown of a row.</param>
    /// <param name="ct">Cancelled when the reader has left the page.</param>
    public async Task<ListPage<TRow>> PageAsync<TRow>(ListPlace place, IQueryable<T>? named, Expression<Func<T, TRow>> row, CancellationToken ct) =>
        await PageAsync(named is null ? null : await MarkAsync(named, ct), place.IsBack, row, ct);

    /// <param name="mark">The keys of the row that the page is next to; null for the first page.</param>
    /// <param name="back">Before that row, not after it.</param>
    /// <param name="row">What is shown of a row.</param>
    /// <param name="ct">Cancelled when the reader has left the page.</param>
    internal async Task<ListPage<TRow>> PageAsync<TRow>(object?[]? mark, bool back, Expression<Func<T, TRow>> row, CancellationToken ct)
    {
        back &= mark is not null;
        var rest = mark is null ? wanted : wanted.Where(Expression.Lambda<Func<T, bool>>(Beyond(mark, descending == back ? ExpressionType.GreaterThan : ExpressionType.LessThan), entity));
        var rows = await Sorted(rest, descending != back).Take(ListPlace.Size + 1).Select(row).ToListAsync(ct);
        var more = rows.Count > ListPlace.Size;
        // Whoever comes back to the beginning sees a whole page of it, and so does who finds no row left behind the one named.
        if (mark is not null && (back ? !more : rows.Count == 0))
            return await PageAsync(mark: null, back: false, row, ct);
        if (more)
            rows.RemoveAt(ListPlace.Size);
        if (back)
            rows.Reverse();
        var counted = await wanted.Take(ListPlace.CountedTo + 1).CountAsync(ct);
        return new ListPage<TRow>(rows, counted > ListPlace.CountedTo ? null : counted, Before: mark is not null, After: back || more);
    }

    private Task<object?[]?> MarkAsync(IQueryable<T> named, CancellationToken ct)
    {
        var values = Expression.NewArrayInit(typeof(object), keys.Select(k => Expression.Convert(k.Of, typeof(object))));
        return named.Select(Expression.Lambda<Func<T, object?[]>>(values, entity)).FirstOrDefaultAsync(ct);
    }

    private IOrderedQueryable<T> Sorted(IQueryable<T> rows, bool down) =>
        keys.Skip(1).Aggregate(keys[0].Sort(rows, down), (sorted, key) => key.SortOn(sorted, down));

    /// <summary>
    /// Behind the row with these keys. Each key says first that it is not before its value: from <c>a &lt;= 1 AND (a &lt; 1 OR …)</c> a database sees where
    /// in an index to begin, from the right half alone it does not.
    /// </summary>
    private Expression Beyond(object?[] mark, ExpressionType side, int at = 0)
    {
        var beyond = keys[at].Is(side, mark[at]);
        if (at == keys.Count - 1)
            return beyond;
        var orThere = keys[at].Is(side is ExpressionType.LessThan ? ExpressionType.LessThanOrEqual : ExpressionType.GreaterThanOrEqual, mark[at]);
        return Expression.AndAlso(orThere, Expression.OrElse(beyond, Beyond(mark, side, at + 1)));
    }

    private sealed class Key<TKey>(Expression of) : IKey
    {
        private static readonly MethodInfo byDatabase = typeof(Key<TKey>).GetMethod(nameof(Compared), BindingFlags.NonPublic | BindingFlags.Static)!;

        public Expression Of => of;

        private Expression<Func<T, TKey>> Selector => Expression.Lambda<Func<T, TKey>>(of, entity);

        public IOrderedQueryable<T> Sort(IQueryable<T> rows, bool descending) => descending ? rows.OrderByDescending(Selector) : rows.OrderBy(Selector);

        public IOrderedQueryable<T> SortOn(IOrderedQueryable<T> rows, bool descending) => descending ? rows.ThenByDescending(Selector) : rows.ThenBy(Selector);

        // Read from an object, the value becomes a parameter: one statement for all pages.
        public Expression Is(ExpressionType side, object? value) =>
            Expression.MakeBinary(side, of, Expression.Property(Expression.Constant(new Mark((TKey)value!)), nameof(Mark.Value)), liftToNull: false, byDatabase);

        // An id has no order of its own in C#, and a text another one: the database compares as it sorts.
        private static bool Compared(TKey left, TKey right) =>
            throw new InvalidOperationException($"The database compares {left} with {right}, nobody else.");

        private sealed record Mark(TKey Value);
    }

    private sealed class ParameterReplacer(ParameterExpression from) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? entity : base.VisitParameter(node);
    }
}
