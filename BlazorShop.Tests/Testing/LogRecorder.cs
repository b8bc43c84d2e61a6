using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BlazorShop.Tests.Testing;

/// <summary>Every log line of a shop, for tests that ask what was said, and what was not.</summary>
public sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> lines = new();
    private readonly ConcurrentDictionary<TaskCompletionSource, Func<LogLine, bool>> awaited = new();

    public IReadOnlyCollection<LogLine> Lines => lines;

    /// <summary>Until such a line was written, before or after this call.</summary>
    public Task UntilAsync(Func<LogLine, bool> line)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited[seen] = line;
        if (lines.Any(line))
            seen.TrySetResult();
        return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public override string ToString() => string.Join(System.Environment.NewLine, lines);

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, this);

    public void Dispose()
    {
    }

    private void Add(LogLine line)
    {
        lines.Enqueue(line);
        foreach (var (seen, _) in awaited.Where(a => a.Value(line)))
            seen.TrySetResult();
    }

    private sealed class Recorder(string category, LogRecorder log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new LogLine(logLevel, category, formatter(state, exception), exception));
    }
}

public sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Exception)
{
    public override string ToString() => $"{Level} {Category}: {Message} {Exception}";
}
