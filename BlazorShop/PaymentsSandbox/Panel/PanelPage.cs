using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using Microsoft.AspNetCore.Antiforgery;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>The page <c>/sandbox</c>: what this Stripe holds and how to make its life hard.</summary>
internal sealed class PanelPage(SandboxStore store, TimeProvider time)
{
    private const int Shown = 40;

    private static readonly (string Name, string Label, string What)[] Trouble =
    [
        (Switches.ApiDown, "API down", "every call answers 500"),
        (Switches.Slow, "Slow", "every call takes 5 seconds"),
        (Switches.RateLimited, "Rate limited", "every call answers 429"),
        (Switches.LoseAnswers, "Lose answers", "the request succeeds, the response is lost"),
        (Switches.HoldWebhooks, "Hold webhooks", "events wait until you turn this off"),
        (Switches.DropWebhooks, "Drop webhooks", "new events are never sent"),
        (Switches.TotalsDiffer, "Totals differ", "new forms ask for more than they should"),
    ];

    public string Render(AntiforgeryTokenSet token, string? said) => store.Run(work =>
    {
        Sessions.ExpireAllPast(work);
        var button = new PanelButton(token);
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Payments sandbox</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/sandbox/assets/panel.css">
            </head>
            <body>
            <a class="skip" href="#main">Skip to content</a>
            <header><p class="mark">Sandbox</p><a href="/">Back to the shop</a></header>
            <main id="main">
                <h1>Payments sandbox</h1>
                <p class="lead">A stand-in for Stripe. No money moves here, and the shop hears from it exactly as it would from Stripe.</p>
                {Said(said)}
                <section aria-labelledby="trouble">
                    <h2 id="trouble">Simulate trouble</h2>
                    <ul class="switches">{Html.All(Trouble.Select(t => Switch(work, t, button)))}</ul>
                </section>
                <section aria-labelledby="cards">
                    <h2 id="cards">Test cards</h2>
                    {PanelCards.List()}
                </section>
                <section aria-labelledby="sessions">
                    <h2 id="sessions">Checkout sessions</h2>
                    {Rows(PanelSessions.Rows(work, Shown, button, time.GetUtcNow()), "No sessions yet. Fill a cart in the shop and check out.")}
                </section>
                <section aria-labelledby="subscriptions">
                    <h2 id="subscriptions">Subscriptions</h2>
                    {Rows(PanelSubscriptions.Rows(work, Shown, button), "No subscriptions yet. Subscribe to something in the shop.")}
                </section>
                <section aria-labelledby="events">
                    <h2 id="events">Events</h2>
                    {Rows(work.Newest(EventObject.Kind, Shown).Select(e => Event(work, e, button)), "No events yet. They appear here as soon as somebody pays.")}
                </section>
            </main>
            </body>
            </html>
            """).Markup;
    });

    private static Html Said(string? said) => string.IsNullOrEmpty(said) ? Html.Nothing : Html.Of($"""<p class="said" role="status">{said}</p>""");

    private static Html Rows(IEnumerable<Html> rows, string none)
    {
        var all = Html.All(rows);
        return all.Markup.Length == 0 ? Html.Of($"""<p class="none">{none}</p>""") : Html.Of($"""<ul class="rows">{all}</ul>""");
    }

    private static Html Switch(SandboxWork work, (string Name, string Label, string What) trouble, PanelButton button)
    {
        var on = work.IsOn(trouble.Name);
        return Html.Of($"""
            <li class="switch {(on ? "on" : "")}">
                <p><strong>{trouble.Label}</strong> <span>{trouble.What}</span></p>
                {button.For(on ? "switch-off" : "switch-on", trouble.Name, on ? "Turn off" : "Turn on", $"{(on ? "Turn off" : "Turn on")}: {trouble.Label}")}
            </li>
            """);
    }

    private Html Event(SandboxWork work, JsonObject happening, PanelButton button)
    {
        var id = happening.Id();
        var deliveries = work.DeliveriesOf(id);
        var last = deliveries.LastOrDefault();
        var isWaiting = deliveries.Any(d => d.State == "waiting");
        var tries = deliveries.Sum(d => d.Attempts);
        return Html.Of($"""
            <li class="row" id="{id}">
                <div class="what">
                    <p class="first"><strong>{happening.Text("type")}</strong> {PanelMarks.Chip(isWaiting ? "waiting" : last?.State ?? "not sent")}</p>
                    <p class="second">{tries} {(tries == 1 ? "attempt" : "attempts")}{(last?.Answer is { } answer ? $", last answer {answer}" : "")} · {PanelMarks.Age(happening.Number("created"), time.GetUtcNow())}</p>
                    <p class="id">{id}</p>
                </div>
                <div class="acts">
                    {button.For("redeliver", id, "Deliver again")}
                    {button.For("delay", id, "Delay")}
                    {(isWaiting ? button.For("drop", id, "Drop") : Html.Nothing)}
                    {button.For("duplicate", id, "Duplicate")}
                </div>
            </li>
            """);
    }
}
