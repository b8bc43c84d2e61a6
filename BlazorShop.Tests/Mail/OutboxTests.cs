using BlazorShop.Accounts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Mail;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace BlazorShop.Tests.Mail;

public sealed class OutboxTests : IAsyncLifetime, IDisposable
{
    private static readonly MailTemplate template = AccountLetters.ConfirmEmail("https://shop.test/confirm?code=top-secret");

    private readonly string folder = Directory.CreateTempSubdirectory("blazorshop-mail-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly Transport transport = new();
    private readonly LogBook log = new();
    private Contexts contexts = null!;
    private OutboxWorker worker = null!;
    private ShopMail mail = null!;

    [Fact]
    public async Task A_queued_email_is_sent_once()
    {
        await mail.SendAsync("welcome", "anna@shop.test", template, default);

        await worker.RunOnceAsync(default);
        await worker.RunOnceAsync(default);

        Assert.Single(transport.Sent);
        Assert.Equal(OutboxState.Sent, (await OnlyAsync()).State);
    }

    [Fact]
    public async Task An_email_is_queued_once_under_one_key_in_one_context_and_across()
    {
        await using (var db = contexts.CreateDbContext())
        {
            mail.Enqueue(db, "order:1:confirmed", "anna@shop.test", template);
            mail.Enqueue(db, "order:1:confirmed", "anna@shop.test", template);
            await db.SaveChangesAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => mail.SendAsync("order:1:confirmed", "anna@shop.test", template, default))));

        await OnlyAsync();
    }

    [Fact]
    public async Task Two_workers_at_once_send_each_email_once()
    {
        for (var n = 0; n < 30; n++)
            await mail.SendAsync($"mail {n}", "anna@shop.test", template, default);
        var other = new OutboxWorker(contexts, transport, new DeadKeeper(), clock, log);
        transport.Delay = TimeSpan.FromMilliseconds(2);

        await Task.WhenAll(Enumerable.Range(0, 3).SelectMany(_ => new[] { Task.Run(() => worker.RunOnceAsync(default)), Task.Run(() => other.RunOnceAsync(default)) }));

        Assert.Equal(30, transport.Sent.Count);
        Assert.Equal(30, transport.Sent.Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_email_that_is_not_taken_is_tried_again_later_and_later()
    {
        await mail.SendAsync("welcome", "anna@shop.test", template, default);
        transport.Failure = new IOException("connection refused for anna@shop.test");

        foreach (var pause in new[] { 5, 10, 20, 40 })
        {
            var before = transport.Tries;
            await worker.RunOnceAsync(default);
            Assert.Equal(before + 1, transport.Tries);
            clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            await worker.RunOnceAsync(default);
            Assert.Equal(before + 1, transport.Tries);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        transport.Failure = null;
        await worker.RunOnceAsync(default);
        Assert.Single(transport.Sent);
        Assert.Equal(5, (await OnlyAsync()).Attempts);
    }

    [Fact]
    public async Task After_three_days_an_email_is_put_aside_for_somebody_to_look()
    {
        await mail.SendAsync("welcome", "anna@shop.test", template, default);
        transport.Failure = new IOException("no");

        for (var hour = 0; hour < 71; hour++)
        {
            await worker.RunOnceAsync(default);
            clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(OutboxState.Queued, (await OnlyAsync()).State);
        // One each hour: no pause is longer.
        Assert.Equal(71, transport.Tries);
        clock.Advance(TimeSpan.FromHours(1));
        await worker.RunOnceAsync(default);
        var quarantined = await OnlyAsync();
        Assert.Equal(OutboxState.Quarantined, quarantined.State);
        var tries = transport.Tries;
        clock.Advance(TimeSpan.FromHours(2));
        await worker.RunOnceAsync(default);
        Assert.Equal(tries, transport.Tries);
    }

    [Fact]
    public async Task A_worker_that_died_while_sending_is_followed_by_another_under_the_same_message_id()
    {
        await mail.SendAsync("welcome", "anna@shop.test", template, default);
        using var killed = new CancellationTokenSource();
        transport.AfterSend = killed.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.RunOnceAsync(killed.Token));
        transport.AfterSend = null;

        await worker.RunOnceAsync(default);
        Assert.Single(transport.Sent);
        clock.Advance(LeaseKeeper.Length + TimeSpan.FromSeconds(1));
        await worker.RunOnceAsync(default);

        Assert.Equal(2, transport.Sent.Count);
        var options = new MailOptions { From = new MailboxAddress("Shop", "orders@shop.test") };
        using var first = transport.Sent[0].ToMime(options);
        using var second = transport.Sent[1].ToMime(options);
        Assert.Equal($"{transport.Sent[0].Id:N}@shop.test", first.MessageId);
        Assert.Equal(first.MessageId, second.MessageId);
    }

    [Fact]
    public async Task One_email_that_cannot_go_does_not_hold_up_the_others()
    {
        await mail.SendAsync("bad", "bad@shop.test", template, default);
        await mail.SendAsync("good", "good@shop.test", template, default);
        transport.FailFor = "bad@shop.test";

        await worker.RunOnceAsync(default);

        Assert.Equal("good@shop.test", Assert.Single(transport.Sent).To);
    }

    [Fact]
    public async Task Logs_of_emails_hold_neither_addresses_nor_links()
    {
        await mail.SendAsync("welcome", "anna@shop.test", template, default);
        transport.Failure = new IOException("550 anna@shop.test unknown");
        await worker.RunOnceAsync(default);
        transport.Failure = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        await worker.RunOnceAsync(default);

        Assert.Equal(2, log.Lines.Count);
        Assert.DoesNotContain(log.Lines, l => l.Contains("anna", StringComparison.Ordinal) || l.Contains("top-secret", StringComparison.Ordinal));
        Assert.Null((await OnlyAsync()).LastError);
    }

    [Fact]
    public async Task Without_an_email_server_emails_are_whole_files_in_the_order_they_were_written()
    {
        var options = new MailOptions { From = new MailboxAddress("Shop", "shop@localhost") };
        var files = new OutboxWorker(contexts, new FileTransport(options, Path.Combine(folder, "mail")), new DeadKeeper(), clock, log);
        await mail.SendAsync("first", "anna@shop.test", template, default);
        clock.Advance(TimeSpan.FromSeconds(1));
        await mail.SendAsync("second", "bert@shop.test", template, default);

        await files.RunOnceAsync(default);

        var names = Directory.GetFiles(Path.Combine(folder, "mail")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, names.Length);
        using var message = await MimeMessage.LoadAsync(names[0]);
        Assert.EndsWith(".eml", names[0], StringComparison.Ordinal);
        Assert.Equal("anna@shop.test", message.To.Mailboxes.Single().Address);
        Assert.Contains("https://shop.test/confirm?code=top-secret", message.TextBody, StringComparison.Ordinal);
        Assert.NotNull(message.HtmlBody);
    }

    public async Task InitializeAsync()
    {
        contexts = new Contexts(Path.Combine(folder, "mail.db"));
        worker = new OutboxWorker(contexts, transport, new DeadKeeper(), clock, log);
        mail = new ShopMail(contexts, worker, Letters.Renderer(new ShopOptions()), clock);
        await using var db = contexts.CreateDbContext();
        await db.Database.EnsureCreatedAsync();
    }

    public void Dispose() => worker.Dispose();

    public Task DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task<OutboxMessage> OnlyAsync()
    {
        await using var db = contexts.CreateDbContext();
        return Assert.Single(await db.OutboxMessages.AsNoTracking().ToListAsync());
    }

    private sealed class Contexts(string file) : IDbContextFactory<ShopDbContext>
    {
        private readonly DbContextOptions<SqliteShopDbContext> options =
            new DbContextOptionsBuilder<SqliteShopDbContext>().UseSqlite($"Data Source={file}").AddInterceptors(SqlitePragmas.Instance, TrueWaiting.Instance).Options;

        public ShopDbContext CreateDbContext() => new SqliteShopDbContext(options);
    }

    private sealed class Transport : IMailTransport
    {
        private readonly Lock gate = new();
        private int tries;

        public string Destination => "a test";

        public List<OutboxMessage> Sent { get; } = [];

        public int Tries => tries;

        public Exception? Failure { get; set; }

        public string? FailFor { get; set; }

        public TimeSpan Delay { get; set; }

        public Action? AfterSend { get; set; }

        public async Task SendAsync(OutboxMessage mail, CancellationToken ct)
        {
            Interlocked.Increment(ref tries);
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay, ct);
            if (Failure is not null)
                throw Failure;
            if (FailFor == mail.To)
                throw new IOException("not to this one");
            lock (gate)
                Sent.Add(mail);
            AfterSend?.Invoke();
            ct.ThrowIfCancellationRequested();
        }
    }

    private sealed class LogBook : ILogger<OutboxWorker>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add(formatter(state, exception) + exception);
        }
    }
}
