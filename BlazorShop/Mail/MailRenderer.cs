using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Mail;

internal sealed record RenderedMail(string Subject, string Html, string Text);

/// <summary>
/// Turns a template into a mail: one account of what is said, written out once as HTML that old email programs can lay out
/// (tables, inline styles) and once as plain text. Values are encoded here and nowhere else.
/// </summary>
internal static class MailRenderer
{
    public static RenderedMail Render(MailTemplate template, ShopOptions options)
    {
        var shop = options.Name;
        var letter = template switch
        {
            MailTemplate.OrderConfirmed mail => new Letter(
                $"Order {mail.Order.Number} is confirmed",
                "Thank you for your order",
                [mail switch
                {
                    { Order.Quote.Total.Minor: 0 } => "Nothing was due this time, and we are packing your order.",
                    { PaidWith: { Length: > 0 } means } => $"We have received your payment ({means}) and are packing your order.",
                    _ => "We have received your payment and are packing your order.",
                }, .. Terms(mail.Subscription, options)],
                new("View order", mail.Order.Link),
                mail.Order,
                Small: HowToCancel(mail.Subscription),
                Links: Manage(mail.Subscription)),
            MailTemplate.OrderShipped mail => new Letter(
                mail.More ? $"A part of order {mail.Order.Number} is on its way" : $"Order {mail.Order.Number} is on its way",
                mail.More ? "A part of your order is on its way" : "Your order is on its way",
                [mail.Tracking.Length > 0 ? $"We have handed your shipment to {mail.Carrier}. Its tracking number is {mail.Tracking}." : $"We have handed your shipment to {mail.Carrier}.",
                    mail.More ? "The rest of your order follows in another shipment; we write again when it leaves." : "With it, all of your order has left us."],
                new("Follow your order", mail.Order.Link),
                mail.Order with { Quote = mail.Order.Quote with { Lines = mail.Shipped } },
                Shipped: true,
                Links: mail.TrackingLink is { } track ? [new MailLink($"Track your shipment at {mail.Carrier}", track)] : null),
            MailTemplate.OrderCancelled mail => new Letter(
                $"Order {mail.Order.Number} is cancelled",
                "Your order is cancelled",
                [.. mail.Why is null ? [] : new[] { mail.Why }, mail.Back switch
                {
                    null => "Nothing was charged for it, and nothing can be charged any more.",
                    { Minor: 0 } => "What you paid for it has already been refunded, and nothing can be charged any more.",
                    { } back => $"{back} goes back to the means you paid with. Banks take up to ten days to show it.",
                }],
                new("View order", mail.Order.Link),
                mail.Order),
            MailTemplate.PaymentProcessing mail => new Letter(
                $"Order {mail.Order.Number}: your payment is on its way",
                "Your payment is being processed",
                ["Your bank has accepted the payment but it takes a while to arrive. We keep your items for you and write again as soon as it does."],
                new("View order", mail.Order.Link),
                mail.Order),
            MailTemplate.PaymentFailed mail => new Letter(
                $"Order {mail.Order.Number}: the payment did not go through",
                "The payment did not go through",
                [mail.Why, mail.IsOver ? NoLongerHeld : "No money was taken for this order. You can pay again, with the same or another means."],
                mail.IsOver ? new("Order again", mail.Order.Link) : new("Pay again", mail.Order.PayLink ?? mail.Order.Link),
                mail.Order),
            MailTemplate.PaymentExpired mail => new Letter(
                $"Order {mail.Order.Number} is not paid",
                "Your order is not paid",
                [
                    "We did not receive a payment for this order, and nothing was charged. Its items are no longer set aside for you.",
                    mail.IsOver
                        ? "If you still want them, order again on the order's page, at today's prices."
                        : "If you still want them, you can pay now, with the same or another means, while they are in stock. Should a price have changed since, we tell you before you pay.",
                ],
                mail.IsOver ? new("Order again", mail.Order.Link) : new("Pay again", mail.Order.PayLink ?? mail.Order.Link),
                mail.Order,
                Small: "If you changed your mind, you need not do anything. We do not write about this order's payment again."),
            MailTemplate.Refunded mail => new Letter(
                $"Order {mail.Order.Number}: {mail.Amount} goes back to you",
                "Your refund",
                [mail.Why, mail.Outside
                    ? $"{mail.Amount} will be returned the way you paid it."
                    : $"{mail.Amount} goes back to the means you paid with. Banks take up to ten days to show it."],
                new("View order", mail.Order.Link),
                mail.Order),
            MailTemplate.PaymentHeld mail => new Letter(
                $"Order {mail.Order.Number}: we're checking your payment",
                "We're checking your payment",
                [
                    $"We received {mail.Received} for this order, but its total is {mail.Order.Quote.Total}. Your money is safe: we've set it aside.",
                    "Our team will refund it or sort it out with you, and we'll email you either way. Please don't pay again.",
                ],
                new("View order", mail.Order.Link),
                mail.Order),
            MailTemplate.RenewalDelayed mail => new Letter(
                $"Order {mail.Order.Number} is paid and will be a little late",
                "Your next delivery will be a little late",
                [
                    mail.PaidWith is { Length: > 0 } means ? $"We have received your payment ({means})." : "We have received your payment.",
                    "Right now we have too few of it. We send your order as soon as more arrive, and write to you; if that takes too long, you get your money back.",
                    .. Terms(mail.Subscription, options),
                ],
                new("View order", mail.Order.Link),
                mail.Order,
                Small: HowToCancel(mail.Subscription),
                Links: Manage(mail.Subscription)),
            MailTemplate.RenewalFailed mail => new Letter(
                $"{mail.Name}: we could not collect {mail.Amount}",
                "Your payment did not go through",
                [
                    $"Your subscription to {mail.Name} was due, but {mail.Amount} could not be collected.{(mail.Why is { Length: > 0 } why ? " Your bank says: " + why : "")}",
                    "Please pay with this or another card. It takes a minute, and your next delivery goes out as soon as it is paid."
                        + (mail.NextAttempt is { } next ? $" Otherwise we try the same card again on {options.Day(next)}." : " We won't try the same card again by ourselves."),
                ],
                new("Pay now", mail.Link),
                Small: "You can also cancel the subscription on the same page."),
            MailTemplate.SubscriptionEnded mail => new Letter(
                $"Your subscription to {mail.Name} has ended",
                "Your subscription has ended",
                [$"Nothing more is collected for {mail.Name}, and nothing more is sent. Thank you for having been with us."],
                new("View subscription", mail.Link),
                Small: "You can subscribe again at any time."),
            MailTemplate.StaffNotices mail => new Letter(
                mail.Summary,
                mail.Lines.Count == 1 ? "Something needs you" : $"{mail.Lines.Count + mail.More} things need you",
                mail.More > 0 ? [$"These are the first {mail.Lines.Count}; {mail.More} more are waiting in the admin."] : [],
                new("Open the admin", mail.Link),
                Small: "We send staff at most one email in 15 minutes.",
                Links: mail.Lines),
            _ => throw new UnreachableException($"No mail is written for {template.GetType().Name}."),
        };
        return new RenderedMail(OneLine(letter.Subject), Html(letter, options), Text(letter, options));
    }

    /// <summary>What goes on, and when it is collected next.</summary>
    private const string NoLongerHeld = "No money was taken for this order, and its items are no longer set aside. If you still want them, order again on the order's page, at today's prices.";

    private static IEnumerable<string> Terms(SubscriptionMail? subscription, ShopOptions options)
    {
        if (subscription is null)
            yield break;
        yield return subscription.Next is { } next
            ? $"Your subscription to {subscription.Name}: {subscription.Amount} {subscription.Every}. The next payment is on {options.Day(next)}."
            : $"Your subscription to {subscription.Name}: {subscription.Amount} {subscription.Every}. It ends with this delivery, and nothing more is collected.";
    }

    private static string? HowToCancel(SubscriptionMail? subscription) =>
        subscription is null ? null : "You can pause or cancel your subscription, or change its card, any time on its page. Nothing is collected after you cancel.";

    private static IReadOnlyList<MailLink>? Manage(SubscriptionMail? subscription) =>
        subscription is null ? null : [new MailLink("Manage or cancel your subscription", subscription.Link)];

    private static string Html(Letter letter, ShopOptions options)
    {
        var shop = options.Name;
        var html = new StringBuilder(4096);
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
            <title>{{E(letter.Subject)}}</title></head>
            <body style="margin:0;padding:0;">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px;">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;text-align:left;">
            <tr><td style="padding:0 0 24px;font-size:14px;font-weight:bold;">{{E(shop)}}</td></tr>
            <tr><td style="padding:0 0 16px;"><h1 style="margin:0;font-size:24px;line-height:32px;">{{E(letter.Heading)}}</h1></td></tr>

            """);
        foreach (var paragraph in letter.Paragraphs)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 16px;\">{E(paragraph)}</td></tr>\n");
        foreach (var line in letter.Links ?? [])
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 12px;\"><a href=\"{E(line.Link)}\">{E(line.Sentence)}</a></td></tr>\n");
        if (letter.Order is { } order)
            AppendOrder(html, order, letter.Shipped);
        html.Append(CultureInfo.InvariantCulture, $"""
            <tr><td style="padding:8px 0 24px;"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#1d4ed8" style="border-radius:6px;">
            <a href="{E(letter.Action.Link)}" style="display:inline-block;padding:12px 20px;color:#ffffff;font-weight:bold;text-decoration:none;">{E(letter.Action.Label)}</a>
            </td></tr></table></td></tr>
            <tr><td style="padding:0 0 16px;font-size:13px;line-height:20px;">Or copy this address into your browser:<br><span style="word-break:break-all;">{E(letter.Action.Link)}</span></td></tr>

            """);
        if (letter.Small is not null)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 16px;font-size:13px;line-height:20px;\">{E(letter.Small)}</td></tr>\n");
        if (!string.IsNullOrWhiteSpace(options.Email))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0 0 16px;font-size:13px;line-height:20px;\">Questions? Write to <a href=\"mailto:{E(options.Email)}\">{E(options.Email)}</a>.</td></tr>\n");
        return html.Append("</table>\n</td></tr></table>\n</body></html>\n").ToString();
    }

    private static void AppendOrder(StringBuilder html, OrderMail order, bool shipment)
    {
        html.Append(CultureInfo.InvariantCulture, $"""
            <tr><td style="padding:0 0 8px;font-weight:bold;">{(shipment ? "In this shipment of order" : "Order")} {E(order.Number)}</td></tr>
            <tr><td style="padding:0 0 16px;"><table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;">

            """);
        foreach (var line in order.Quote.Lines)
        {
            var options = line.Item.Options.Length > 0 ? $"<br><span style=\"font-size:13px;\">{E(line.Item.Options)}</span>" : "";
            html.Append(CultureInfo.InvariantCulture, $"""
                <tr><td style="padding:8px 8px 8px 0;border-bottom:1px solid #9ca3af;">{line.Quantity} × {E(line.Item.Name)}{options}</td>
                <td align="right" valign="top" style="padding:8px 0;border-bottom:1px solid #9ca3af;white-space:nowrap;">{E(line.Gross.ToString())}</td></tr>

                """);
        }

        // A shipment may be a part of what was paid: a sum there would only puzzle.
        if (!shipment)
        {
            foreach (var (what, amount) in QuoteWords.Between(order.Quote))
                html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:8px 8px 0 0;\">{E(what)}</td><td align=\"right\" style=\"padding:8px 0 0;white-space:nowrap;\">{E(amount)}</td></tr>\n");
            html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:8px 8px 8px 0;font-weight:bold;\">Total</td><td align=\"right\" style=\"padding:8px 0;font-weight:bold;white-space:nowrap;\">{E(order.Quote.Total.ToString())}</td></tr>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"""
            </table></td></tr>
            <tr><td style="padding:0 0 16px;"><strong>Shipping to</strong><br>{string.Join("<br>", AddressLines.Of(order.ShippingAddress).Select(E))}</td></tr>

            """);
    }

    private static string Text(Letter letter, ShopOptions options)
    {
        var shop = options.Name;
        var text = new StringBuilder(1024);
        text.Append(letter.Heading).Append("\n\n");
        foreach (var paragraph in letter.Paragraphs)
            text.Append(paragraph).Append("\n\n");
        foreach (var line in letter.Links ?? [])
            text.Append("- ").Append(line.Sentence).Append("\n  ").Append(line.Link).Append("\n\n");
        if (letter.Order is { } order)
        {
            text.Append(letter.Shipped ? "In this shipment of order " : "Order ").Append(order.Number).Append('\n');
            foreach (var line in order.Quote.Lines)
                text.Append(CultureInfo.InvariantCulture, $"{line.Quantity} × {line.Item.FullName}  {line.Gross}\n");
            if (!letter.Shipped)
            {
                foreach (var (what, amount) in QuoteWords.Between(order.Quote))
                    text.Append(CultureInfo.InvariantCulture, $"{what}  {amount}\n");
                text.Append(CultureInfo.InvariantCulture, $"Total  {order.Quote.Total}\n");
            }

            text.Append("\nShipping to\n");
            foreach (var line in AddressLines.Of(order.ShippingAddress))
                text.Append(line).Append('\n');
            text.Append('\n');
        }

        text.Append(letter.Action.Label).Append(":\n").Append(letter.Action.Link).Append("\n\n");
        if (letter.Small is not null)
            text.Append(letter.Small).Append("\n\n");
        text.Append("-- \n").Append(shop).Append('\n');
        if (!string.IsNullOrWhiteSpace(options.Email))
            text.Append(options.Email).Append('\n');
        return text.ToString();
    }

    private static string E(string value) => HtmlEncoder.Default.Encode(value);

    public static string OneLine(string subject)
    {
        var line = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        return Common.Text.Limit(line, 200);
    }

    private sealed record Letter(
        string Subject, string Heading, IReadOnlyList<string> Paragraphs, Button Action, OrderMail? Order = null, string? Small = null, bool Shipped = false,
        IReadOnlyList<MailLink>? Links = null);

    private sealed record Button(string Label, string Link);
}
