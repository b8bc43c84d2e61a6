using System.Data.Common;
using BlazorShop.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BlazorShop.Data;

/// <summary>
/// The net below every door: no text reaches a database with U+0000 or half a surrogate pair in it (<see cref="Text.Clean"/>), wherever it came from: an open
/// circuit, a webhook, an answer of the payment provider. PostgreSQL would refuse the whole command, and with it the order that was paid.
/// </summary>
internal sealed class CleanText : DbCommandInterceptor
{
    public static readonly CleanText Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Clean(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Clean(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Clean(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return ValueTask.FromResult(result);
    }

    private static void Clean(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            switch (parameter.Value)
            {
                case string text when Text.Clean(text) is var clean && !ReferenceEquals(clean, text):
                    parameter.Value = clean;
                    break;
                // PostgreSQL takes a list of texts as one parameter.
                case string?[] texts when Array.Exists(texts, t => t is not null && !ReferenceEquals(Text.Clean(t), t)):
                    parameter.Value = Array.ConvertAll(texts, t => t is null ? null : Text.Clean(t));
                    break;
                case List<string> texts when texts.Exists(t => !ReferenceEquals(Text.Clean(t), t)):
                    parameter.Value = texts.ConvertAll(Text.Clean);
                    break;
                default:
                    break;
            }
        }
    }
}
