using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Mail;

internal static class MailSetup
{
    public static WebApplicationBuilder AddMail(this WebApplicationBuilder builder)
    {
        var options = MailOptions.Read(builder.Configuration, builder.Configuration["Shop:Name"] ?? new ShopOptions().Name);
        // Elsewhere than below the content root where that is read-only, and for tests.
        var folder = builder.Configuration["Mail:Folder"] is { Length: > 0 } told ? told : Path.Combine("App_Data", "mail");
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IMailTransport>(options.Host is { } host
            ? new SmtpTransport(options, host)
            : new FileTransport(options, Path.Combine(builder.Environment.ContentRootPath, folder)));
        builder.Services.AddSingleton<OutboxWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<OutboxWorker>());
        builder.Services.AddSingleton<LetterRenderer>();
        builder.Services.AddSingleton<IShopMail, ShopMail>();
        builder.Services.AddHostedService<MailRetentionWorker>();
        builder.Services.AddSingleton<StaffNoticeWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<StaffNoticeWorker>());
        builder.Services.AddSingleton<IStaffNotices, StaffNotices>();
        builder.Services.AddSingleton<IPersonalData, MailPersonalData>();
        return builder;
    }
}
