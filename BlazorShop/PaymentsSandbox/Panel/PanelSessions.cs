using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>The part of the page that lists the forms, with what can happen to each of them next.</summary>
internal static class PanelSessions
{
    public static IEnumerable<Html> Rows(SandboxWork work, int limit, PanelButton button, DateTimeOffset now) =>
        work.Newest(SessionObject.Kind, limit).Select(session => Row(work, session, button, now));

    private static Html Row(SandboxWork work, JsonObject session, PanelButton button, DateTimeOffset now)
    {
        var id = session.Id();
        var intent = work.Find(PaymentIntentObject.Kind, PaymentAttempts.IntentIdOf(session));
        var customer = work.Find(CustomerObject.Kind, session.Text("customer"));
        var charge = work.Find(ChargeObject.Kind, intent?.Text("latest_charge"));
        var dispute = charge is null ? null : work.All(DisputeObject.Kind, ("charge", charge.Id())).FirstOrDefault();
        var amount = session.MaybeNumber("amount_total") is { } total ? Money.Show(total, session.Text("currency")) : "Save a card";
        var who = customer?.Text("email") ?? session.Object("customer_details")?.Text("email") ?? "guest";
        return Html.Of($"""
            <li class="row">
                <div class="what">
                    <p class="first"><strong>{amount}</strong> {PanelMarks.Chip(State(session, intent, charge, dispute))}</p>
                    <p class="second">{who} · {PanelMarks.Age(session.Number("created"), now)}</p>
                    <p class="id">{id[..24]}…</p>
                </div>
                <div class="acts">{Buttons(session, intent, charge, dispute, button)}</div>
            </li>
            """);
    }

    private static Html Buttons(JsonObject session, JsonObject? intent, JsonObject? charge, JsonObject? dispute, PanelButton button)
    {
        var id = session.Id();
        if (SessionObject.IsOpen(session))
            return button.For("expire", id, "Expire");
        if (intent?.Text("status") == "processing")
            return Html.All([button.For("succeed-debit", id, "Succeed debit"), button.For("fail-debit", id, "Fail debit")]);
        if (dispute?.Text("status") is "needs_response" or "under_review" or "warning_needs_response" or "appeal_under_review")
            return Html.All([button.For("win-dispute", dispute.Id(), "Win dispute"), button.For("lose-dispute", dispute.Id(), "Lose dispute")]);
        if (charge?.Flag("paid") != true)
            return Html.Nothing;
        return Html.All([
            charge.Flag("refunded") ? Html.Nothing : button.Refund(id, charge),
            charge.Flag("disputed") ? Html.Nothing : button.For("dispute", id, "Dispute"),
            dispute?.Text("status") is "won" or "lost" ? button.For("appeal-dispute", dispute.Id(), "Appeal") : Html.Nothing]);
    }

    private static string State(JsonObject session, JsonObject? intent, JsonObject? charge, JsonObject? dispute)
    {
        if (dispute is not null)
            return $"dispute: {dispute.Text("status")}".Replace('_', ' ');
        if (charge?.Number("amount_refunded") > 0)
            return charge.Flag("refunded") ? "refunded" : "partially refunded";
        if (session.Text("status") != "complete")
            return session.Text("status")!;
        if (intent?.Text("status") == "processing")
            return "processing";
        return intent?.Text("status") == "requires_payment_method" ? "failed" : session.Text("payment_status")!.Replace('_', ' ');
    }
}
