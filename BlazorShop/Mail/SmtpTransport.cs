using System.Net;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace BlazorShop.Mail;

internal sealed class SmtpTransport(MailOptions options, string host) : IMailTransport
{
    private static readonly TimeSpan stepTimeout = TimeSpan.FromSeconds(15);

    public string Destination => $"{host}:{options.Port}";

    public async Task SendAsync(OutboxMessage mail, CancellationToken ct)
    {
        using var message = mail.ToMime(options);
        using var client = new SmtpClient { Timeout = (int)stepTimeout.TotalMilliseconds };
        await client.ConnectAsync(host, options.Port, Security(), ct);
        if (options is { User: { } user, Password: { } password })
            await client.AuthenticateAsync(user, password, ct);
        await client.SendAsync(message, ct);
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception failure) when (failure is IOException or SmtpProtocolException or SmtpCommandException)
        {
            // The server has taken the email; how it says goodbye no longer matters, and trying again would send it twice.
        }
    }

    /// <summary>A password never crosses the network in clear: with one, the server must offer TLS.</summary>
    private SecureSocketOptions Security() =>
        options.Port == 465 ? SecureSocketOptions.SslOnConnect
        : options.User is null || IsThisMachine(host) ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;

    private static bool IsThisMachine(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(name, out var ip) && IPAddress.IsLoopback(ip);
}
