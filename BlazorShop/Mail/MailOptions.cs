using BlazorShop.Common;
using MimeKit;

namespace BlazorShop.Mail;

/// <summary>Settings <c>Smtp__*</c>. Without a host, emails are written as files.</summary>
internal sealed class MailOptions
{
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    public string? User { get; init; }

    public string? Password { get; init; }

    public required MailboxAddress From { get; init; }

    /// <summary>Where an answer goes: <c>Shop__Email</c>; null: to the sender.</summary>
    public MailboxAddress? ReplyTo { get; init; }

    /// <summary>Right-hand side of every Message-ID.</summary>
    public string Domain => From.Domain is { Length: > 0 } domain ? domain : "localhost";

    public static MailOptions Read(IConfiguration configuration, string shopName)
    {
        var smtp = configuration.GetSection("Smtp");
        var host = Text.TrimToNull(smtp["Host"]);
        var user = Text.TrimToNull(smtp["User"]);
        var password = string.IsNullOrEmpty(smtp["Password"]) ? null : smtp["Password"];
        var port = 587;
        if (Text.TrimToNull(smtp["Port"]) is { } word && (!int.TryParse(word, out port) || port is < 1 or > 65535))
            throw new InvalidOperationException("Smtp__Port must be a whole number from 1 to 65535, such as 587.");
        if (host is not null && (host.Contains("://", StringComparison.Ordinal) || Uri.CheckHostName(host) == UriHostNameType.Unknown))
            throw new InvalidOperationException("Smtp__Host must be the name of a mail server without scheme or port, such as smtp.shop.example.");
        if (host is null && (user ?? password) is not null)
            throw new InvalidOperationException("Smtp__User and Smtp__Password need a mail server: set Smtp__Host, or remove them.");
        if (user is null != password is null)
            throw new InvalidOperationException("Smtp__User and Smtp__Password belong together: set both, or neither.");
        var from = Text.TrimToNull(smtp["From"]);
        if (host is not null && from is null)
            throw new InvalidOperationException("Smtp__From is empty: set it to the address your emails come from, such as orders@shop.example.");
        MailboxAddress sender = new(shopName, "shop@localhost");
        if (from is not null)
        {
            if (!MailboxAddress.TryParse(from, out var parsed) || !MailAddressAttribute.IsDeliverable(parsed.Address))
                throw new InvalidOperationException("Smtp__From must be an email address, such as orders@shop.example.");
            sender = string.IsNullOrEmpty(parsed.Name) ? new MailboxAddress(shopName, parsed.Address) : parsed;
        }

        return new MailOptions { Host = host, Port = port, User = user, Password = password, From = sender, ReplyTo = Text.TrimToNull(configuration["Shop:Email"]) is { } answers && MailboxAddress.TryParse(answers, out var address) ? address : null };
    }
}
