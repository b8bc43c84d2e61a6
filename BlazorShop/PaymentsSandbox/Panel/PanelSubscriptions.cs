using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>The part of the page where a subscription is advanced.</summary>
internal static class PanelSubscriptions
{
    public static IEnumerable<Html> Rows(SandboxWork work, int limit, PanelButton button) =>
        work.Newest(SubscriptionObject.Kind, limit).Select(subscription => Row(work, subscription, button));

    /// <summary>Null when the button is none of these.</summary>
    public static string? Perform(SandboxWork work, string act, string id)
    {
        if (work.Find(SubscriptionObject.Kind, id) is not { } subscription)
            return null;
        switch (act)
        {
            case "renew":
                SubscriptionBilling.Renew(work, subscription);
                return SubscriptionObject.IsOver(subscription) ? "The period has ended, and so has the subscription." : "The subscription advanced to its next renewal.";
            case "renew-discount" or "renew-credit" or "renew-proration" or "renew-extra" or "renew-free":
                SubscriptionBilling.Renew(work, subscription, act["renew-".Length..]);
                return "The subscription advanced to its next renewal, which collects a different amount.";
            case "pay-outside" when Invoices.OpenOf(work, id) is { } invoice:
                SubscriptionBilling.PayOutside(work, subscription, invoice);
                return "The invoice was marked as paid outside of Stripe.";
            case "retry" when Invoices.OpenOf(work, id) is { } invoice:
                SubscriptionBilling.Retry(work, subscription, invoice);
                return "The card was tried again.";
            case "end":
                SubscriptionBilling.End(work, subscription, "cancellation_requested");
                return "The subscription has ended.";
            default:
                return null;
        }
    }

    private static Html Row(SandboxWork work, JsonObject subscription, PanelButton button)
    {
        var id = subscription.Id();
        var customer = work.Find(CustomerObject.Kind, subscription.Text("customer"));
        var amount = SubscriptionObject.Items(subscription).Sum(item => item.Object("price")!.Number("unit_amount") * item.Number("quantity"));
        var renews = DateTimeOffset.FromUnixTimeSeconds(SubscriptionObject.PeriodEnd(subscription)).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var over = SubscriptionObject.IsOver(subscription);
        var next = over ? "ended" : subscription.Flag("cancel_at_period_end") ? $"ends on {renews}" : $"renews on {renews}";
        return Html.Of($"""
            <li class="row">
                <div class="what">
                    <p class="first"><strong>{subscription.Text("description") ?? "Subscription"}</strong> <span class="chip {Tone(subscription)}">{State(subscription)}</span></p>
                    <p class="second">{Money.Show(amount, subscription.Text("currency"))} · {customer?.Text("email") ?? "guest"} · {next}</p>
                    <p class="id">{id}</p>
                </div>
                <div class="acts">{(over ? Html.Nothing : Buttons(work, id, button))}</div>
            </li>
            """);
    }

    private static Html Buttons(SandboxWork work, string id, PanelButton button) => Html.All([
        button.For("renew", id, "Renew now"),
        button.For("renew-discount", id, "Renew with discount"),
        button.For("renew-credit", id, "Renew with credit"),
        button.For("renew-free", id, "Renew for free"),
        Invoices.OpenOf(work, id) is null ? Html.Nothing : Html.All([
            button.For("retry", id, "Try the card again"), button.For("pay-outside", id, "Mark as paid outside")]),
        button.For("end", id, "End")]);

    private static string State(JsonObject subscription) =>
        subscription.Object("pause_collection") is not null ? "collection paused" : subscription.Text("status")!.Replace('_', ' ');

    private static string Tone(JsonObject subscription) => subscription.Text("status") switch
    {
        "active" when subscription.Object("pause_collection") is null => "good",
        "past_due" or "unpaid" => "bad",
        _ => "calm",
    };
}
