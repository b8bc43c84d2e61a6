using MimeKit;

namespace BlazorShop.Mail;

/// <summary>How an email leaves the shop.</summary>
public interface IMailTransport
{
    /// <summary>Where emails go, for the operator who starts the shop.</summary>
    string Destination { get; }

    /// <summary>Returns when the email is accepted; any exception means it may be tried again.</summary>
    Task SendAsync(OutboxMessage mail, CancellationToken ct);
}

internal static class MailMessages
{
    /// <summary>The same row always makes the same email, Message-ID included: a receiver who gets it twice keeps one.</summary>
    public static MimeMessage ToMime(this OutboxMessage mail, MailOptions options)
    {
        var message = new MimeMessage
        {
            MessageId = $"{mail.Id:N}@{options.Domain}",
            Date = new DateTimeOffset(DateTime.SpecifyKind(mail.CreatedAt, DateTimeKind.Utc)),
            Subject = mail.Subject,
            Body = new BodyBuilder { HtmlBody = mail.Html, TextBody = mail.Text }.ToMessageBody(),
        };
        message.From.Add(options.From);
        if (options.ReplyTo is not null)
            message.ReplyTo.Add(options.ReplyTo);
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }
}
