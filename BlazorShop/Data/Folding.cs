using System.Data;
using BlazorShop.Common;
using BlazorShop.Data.Providers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace BlazorShop.Data;

/// <summary>
/// <see cref="Text.Fold"/> for columns, so that staff find people on every provider alike, however a name was typed:
/// <code>
/// db.Customers.Where(c => Folding.Fold(c.FullName!).StartsWith(Text.Fold(search)))
/// </code>
/// What is searched often keeps its folded text in a column of its own instead.
/// </summary>
internal static class Folding
{
    private const string SqliteFunction = "shop_fold";

    /// <summary>In a query only.</summary>
    public static string Fold(string value) => Text.Fold(value);

    /// <summary>Gives the function its meaning on this context's provider; no migration knows of it.</summary>
    public static void Map(ModelBuilder builder, ShopDbContext db)
    {
        var function = builder.HasDbFunction(typeof(Folding).GetMethod(nameof(Fold))!);
        if (db is PostgresShopDbContext)
            function.HasTranslation(arguments => OnPostgres(arguments[0]));
        else if (db is SqlServerShopDbContext)
            function.HasTranslation(arguments => new CollateExpression(arguments[0], "Latin1_General_100_CI_AI"));
        else
            function.HasTranslation(arguments => Call(SqliteFunction, arguments[0].TypeMapping, arguments[0]));
    }

    /// <summary>SQLite asks us: its own lower() knows ASCII alone.</summary>
    public static void Teach(SqliteConnection connection) =>
        connection.CreateFunction(SqliteFunction, static (string? text) => text is null ? null : Text.Fold(text), isDeterministic: true);

    /// <summary>Accents first: in a database of the C locale lower() would leave a letter with one as it is.</summary>
    private static SqlFunctionExpression OnPostgres(SqlExpression column)
    {
        var text = new StringTypeMapping("text", DbType.String);
        var folded = Call("normalize", text, "pg_catalog", column, Constant("NFKD"));
        folded = Call("regexp_replace", text, folded, Constant($"[{Text.FirstMark}-{Text.LastMark}]"), Constant(""), Constant("g"));
        foreach (var (from, to) in Text.Ligatures)
            folded = Call("replace", text, folded, Constant(from.ToString()), Constant(to));
        return Call("lower", text, Call("translate", text, folded, Constant(Text.Lookalikes), Constant(Text.Plain)));

        SqlConstantExpression Constant(string value) => new(value, text);
    }

    private static SqlFunctionExpression Call(string name, RelationalTypeMapping? mapping, params SqlExpression[] arguments) =>
        new(name, arguments, nullable: true, arguments.Select(_ => true), typeof(string), mapping);

    private static SqlFunctionExpression Call(string name, RelationalTypeMapping? mapping, string schema, params SqlExpression[] arguments) =>
        new(schema, name, arguments, nullable: true, arguments.Select(_ => true), typeof(string), mapping);
}
