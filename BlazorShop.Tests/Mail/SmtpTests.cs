using System.Net;
using System.Net.Sockets;
using System.Text;
using BlazorShop.Mail;
using MailKit.Net.Smtp;
using MimeKit;

namespace BlazorShop.Tests.Mail;

public sealed class SmtpTests
{
    private static readonly OutboxMessage mail = new()
    {
        Id = Guid.Parse("01999999-0000-7000-8000-000000000001"),
        DedupKey = "x",
        To = "anna@shop.test",
        Subject = "Grüße from the shop",
        Html = "<p>Hello</p>",
        Text = "Hello",
        CreatedAt = new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc),
    };

    [Fact]
    public async Task An_email_reaches_the_server_with_its_message_id()
    {
        using var server = new MailServer("250 taken");

        await Transport(server).SendAsync(mail, default);

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(server.Data!));
        using var message = await MimeMessage.LoadAsync(stream);
        Assert.Equal("01999999000070008000000000000001@shop.test", message.MessageId);
        Assert.Equal("Grüße from the shop", message.Subject);
        Assert.Equal("orders@shop.test", message.From.Mailboxes.Single().Address);
        Assert.Equal("anna@shop.test", message.To.Mailboxes.Single().Address);
        Assert.Equal("Hello", message.TextBody?.Trim());
        Assert.Equal("<p>Hello</p>", message.HtmlBody?.Trim());
    }

    [Theory]
    [InlineData("451 busy, try later")]
    [InlineData("550 no such person")]
    public async Task An_email_server_that_refuses_an_email_is_a_failure(string answer)
    {
        using var server = new MailServer(answer);

        await Assert.ThrowsAsync<SmtpCommandException>(() => Transport(server).SendAsync(mail, default));
    }

    [Fact]
    public async Task An_email_server_that_is_not_there_is_a_failure()
    {
        var server = new MailServer("250 taken");
        server.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => Transport(server).SendAsync(mail, default));
    }

    [Fact]
    public async Task An_email_server_that_hangs_up_after_taking_an_email_has_taken_it()
    {
        using var server = new MailServer("250 taken") { HangsUp = true };

        await Transport(server).SendAsync(mail, default);

        Assert.NotNull(server.Data);
    }

    private static SmtpTransport Transport(MailServer server) =>
        new(new MailOptions { Host = "127.0.0.1", Port = server.Port, From = new MailboxAddress("Shop", "orders@shop.test") }, "127.0.0.1");

    /// <summary>As much of a email server as one email needs.</summary>
    private sealed class MailServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly string verdict;

        public MailServer(string verdict)
        {
            this.verdict = verdict;
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
            _ = ServeAsync();
        }

        public int Port { get; }

        public string? Data { get; private set; }

        public bool HangsUp { get; init; }

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 mail.shop.test ready");
                while (await reader.ReadLineAsync() is { } line)
                {
                    switch (line.Split(' ', ':')[0].ToUpperInvariant())
                    {
                        case "EHLO":
                            await writer.WriteLineAsync("250-mail.shop.test");
                            await writer.WriteLineAsync("250 8BITMIME");
                            break;
                        case "DATA":
                            await writer.WriteLineAsync("354 go on");
                            var data = new StringBuilder();
                            while (await reader.ReadLineAsync() is { } part && part != ".")
                                data.Append(part.StartsWith("..", StringComparison.Ordinal) ? part[1..] : part).Append("\r\n");
                            Data = data.ToString();
                            await writer.WriteLineAsync(verdict);
                            if (HangsUp)
                                return;
                            break;
                        case "QUIT":
                            await writer.WriteLineAsync("221 bye");
                            return;
                        default:
                            await writer.WriteLineAsync("250 fine");
                            break;
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
