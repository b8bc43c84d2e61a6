using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BlazorShop.Data;

/// <summary>What is wrong with the database at start, in one sentence with the setting and the remedy.</summary>
internal static class DatabaseFailure
{
    public const string Damaged =
        "The SQLite file of ConnectionStrings__Shop is damaged or no database: put a backup in its place, or choose another file.";

    private const int ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;

    /// <summary>Null where the failure is not the database's.</summary>
    public static string? Sentence(DatabaseProvider provider, Exception? failure) => failure switch
    {
        null => null,
        SqliteException { SqliteErrorCode: Corrupt or NoDatabase } => Damaged,
        SqliteException { SqliteErrorCode: ReadOnly or CannotOpen or InputOutput or Full } sqlite =>
            $"The SQLite file of ConnectionStrings__Shop cannot be read and written ({sqlite.Message.TrimEnd('.')}): check the path, its permissions and the free space.",
        UnauthorizedAccessException or IOException when provider == DatabaseProvider.Sqlite =>
            $"The folder of ConnectionStrings__Shop cannot be written to ({failure.Message.TrimEnd('.')}): check its permissions and the free space.",
        DbException server when provider != DatabaseProvider.Sqlite =>
            $"The {provider} database of ConnectionStrings__Shop does not answer ({FirstLine(server.Message)}): start the server, or correct the connection string.",
        _ => Sentence(provider, failure.InnerException),
    };

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.');
}
