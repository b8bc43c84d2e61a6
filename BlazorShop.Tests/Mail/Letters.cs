using System.Text.Encodings.Web;
using System.Text.Unicode;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlazorShop.Tests.Mail;

/// <summary>Letters without a shop around them.</summary>
internal static class Letters
{
    public static LetterRenderer Renderer(ShopOptions options)
    {
        var services = new ServiceCollection().AddLogging().AddTexts()
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .AddSingleton(Options.Create(options))
            .BuildServiceProvider(validateScopes: true);
        return new LetterRenderer(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<ILoggerFactory>());
    }

    public static RenderedMail Render(MailTemplate template, ShopOptions options) =>
        Renderer(options).Render(template);
}
