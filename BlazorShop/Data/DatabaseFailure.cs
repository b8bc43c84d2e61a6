using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace BlazorShop.Data;

/// <summary>What is wrong with the database: at start in one sentence with the setting and the remedy, later whether it is worth asking again.</summary>
internal static class DatabaseFailure
{
    public const string Damaged =
        "The SQLite file of ConnectionStrings__Shop is damaged or no database: put a backup in its place, or choose another file.";

    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteReadOnly = 8, SqliteInputOutput = 10, SqliteCorrupt = 11, SqliteFull = 13, SqliteCannotOpen = 14, SqliteNoDatabase = 26;

    /// <summary>PostgreSQL: the database takes no connections; the statement took longer than the server allows.</summary>
    private const string NotAccepting = "55000", Canceled = "57014";

    /// <summary>What a server said no to, told apart because each has a remedy of its own.</summary>
    public enum Kind
    {
        NoAnswer,
        Login,
        NoDatabase,
        Permission,
        Resources,
        Starting,
        ReadOnly,
        Refused,
    }

    /// <summary>Null where the failure is not the database's.</summary>
    public static string? Sentence(DatabaseProvider provider, Exception? failure) => failure switch
    {
        null => null,
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNoDatabase } => Damaged,
        SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen or SqliteInputOutput or SqliteFull } sqlite =>
            $"The SQLite file of ConnectionStrings__Shop cannot be read and written ({sqlite.Message.TrimEnd('.')}): check the path, its permissions and the free space.",
        DbException server when provider != DatabaseProvider.Sqlite => Sentence(provider, Of(server), FirstLine(server.Message)),
        _ => Sentence(provider, failure.InnerException),
    };

    /// <summary>The folder of a SQLite file, where the start could not even take its lock; null for anything else.</summary>
    public static string? OfTheFolder(Exception failure) => failure is UnauthorizedAccessException or IOException
        ? $"The folder of ConnectionStrings__Shop cannot be written to ({failure.Message.TrimEnd('.')}): check its permissions and the free space."
        : null;

    /// <summary>
    /// Whether the database is out of reach, full, read-only, too busy or too slow just now: asked again later, the same request may well succeed. What it
    /// refused because of what was asked (a constraint, a statement it does not know) is no outage.
    /// </summary>
    public static bool IsOutage(Exception? failure) => failure switch
    {
        null => false,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteInputOutput or SqliteCorrupt or SqliteFull or SqliteCannotOpen or SqliteNoDatabase,
        DbException server => server.IsTransient || server.SqlState is NotAccepting or Canceled || Of(server) != Kind.Refused,
        AggregateException several => several.InnerExceptions.Any(IsOutage),
        _ => IsOutage(failure.InnerException),
    };

    /// <summary>PostgreSQL tells by SQLSTATE, SQL Server by number and severity.</summary>
    public static Kind Of(DbException failure) =>
        failure is SqlException server ? OfSqlServer(server.Number, server.Class)
        : failure.SqlState is { Length: 5 } state ? OfState(state)
        : Kind.NoAnswer;

    /// <summary>By SQLSTATE, as PostgreSQL's appendix A lists them.</summary>
    public static Kind OfState(string state) => state switch
    {
        "28000" or "28P01" => Kind.Login,
        "3D000" => Kind.NoDatabase,
        "42501" => Kind.Permission,
        "25006" => Kind.ReadOnly,
        "57P03" => Kind.Starting,
        _ when state.StartsWith("53", StringComparison.Ordinal) => Kind.Resources,
        // The connection broke, or an administrator ended it.
        _ when state.StartsWith("08", StringComparison.Ordinal) || state is "57P01" or "57P02" => Kind.NoAnswer,
        _ => Kind.Refused,
    };

    /// <summary>By number, as sys.messages lists them; from severity 20 on the connection is gone, and below 0 or without severity it never was.</summary>
    public static Kind OfSqlServer(int number, byte severity) => number switch
    {
        18452 or 18456 or 18486 or 18487 or 18488 => Kind.Login,
        4060 or 911 => Kind.NoDatabase,
        229 or 230 or 262 or 297 or 300 or 916 => Kind.Permission,
        701 or 1101 or 1105 or 9002 or 10928 or 10929 or 40544 => Kind.Resources,
        904 or 927 or 942 or 17142 or 40613 => Kind.Starting,
        3906 or 3908 => Kind.ReadOnly,
        <= 0 or 2 or 53 or 64 or 233 or 258 or 10053 or 10054 or 10060 or 10061 or 11001 or 17197 => Kind.NoAnswer,
        _ => severity >= 20 ? Kind.NoAnswer : Kind.Refused,
    };

    private static string Sentence(DatabaseProvider provider, Kind kind, string said)
    {
        var database = $"The {provider} database of ConnectionStrings__Shop";
        return kind switch
        {
            Kind.Login => $"{database} refused the login ({said}): correct the user and password in the connection string.",
            Kind.NoDatabase => $"{database} does not exist ({said}): create it, start once with Database__MigrateOnStart=true, or correct the connection string.",
            Kind.Permission => $"{database} denied the shop's user a right that it needs ({said}): grant it, or start with a user that may do this.",
            Kind.Resources => $"{database} has no room left ({said}): free disk space, memory or connections on the server.",
            Kind.Starting => $"{database} is starting or stopping ({said}): start the shop once it is up.",
            Kind.ReadOnly => $"{database} is read-only ({said}): give the connection string of the server that may be written to.",
            Kind.Refused => $"{database} refused a step of the start ({said}): undo what was changed in the database by hand or restore a backup, then start again.",
            _ => $"{database} does not answer ({said}): start the server, or correct the connection string.",
        };
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.');
}
