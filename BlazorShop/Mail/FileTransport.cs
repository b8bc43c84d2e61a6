using System.Globalization;

namespace BlazorShop.Mail;

/// <summary>Mails as files, for a shop without an email server: open them with any email program.</summary>
internal sealed class FileTransport(MailOptions options, string folder) : IMailTransport
{
    public string Destination => folder;

    public async Task SendAsync(OutboxMessage mail, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{mail.CreatedAt:yyyyMMdd'T'HHmmssfff}-{mail.Id:N}.eml"));
        // Written beside and moved: whoever watches the folder never reads half an email.
        var draft = $"{name}.{Guid.NewGuid():N}.tmp";
        using (var message = mail.ToMime(options))
        {
            await message.WriteToAsync(draft, ct);
        }

        File.Move(draft, name, overwrite: true);
    }
}
