using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>What the buttons of the page do. Each answers with a sentence for the page to show.</summary>
internal sealed class PanelActions(SandboxStore store)
{
    private const long Minute = 60_000;

    public string Perform(string act, string id, string amount = "")
    {
        try
        {
            return store.Run(work => Perform(work, act, id, amount));
        }
        catch (ApiError error)
        {
            return error.Message;
        }
    }

    private static string Perform(SandboxWork work, string act, string id, string amount)
    {
        switch (act)
        {
            case "redeliver" when work.Find(EventObject.Kind, id) is not null:
                work.Deliver(id, work.NowMilliseconds);
                return "The event is being delivered again.";
            case "delay":
                return Delay(work, id);
            case "drop":
                foreach (var delivery in Waiting(work, id))
                    work.Save(delivery with { State = "dropped" });
                return "The event won't be delivered.";
            case "duplicate" when work.Find(EventObject.Kind, id) is { } happening:
                work.Announce(EventObject.TwinOf(happening));
                return "A second event about the same thing was sent.";
            case "expire" when Sessions.Find(work, id) is { } session && SessionObject.IsOpen(session):
                // As if its time were up: what the shop does then is what there is to see.
                session["expires_at"] = work.Now;
                Sessions.Expire(work, session);
                return "The session has expired.";
            case "succeed-debit":
                DebitSettlement.Settle(work, id, null);
                return "The debit succeeded.";
            case "fail-debit":
                DebitSettlement.Settle(work, id, BankAccounts.FailedByHand);
                return "The debit failed.";
            case "refund" when ChargeOf(work, id) is { } charge:
                var refund = Refunds.Give(work, charge, MinorUnits(amount, charge.Text("currency")), "requested_by_customer", null);
                return $"Refunded {Money.Show(refund.Number("amount"), refund.Text("currency"))}.";
            case "dispute" when ChargeOf(work, id) is { } charge:
                return Disputes.Open(work, charge.Id()) is null ? "This payment can't be disputed now." : "The buyer has disputed the payment.";
            case "win-dispute" or "lose-dispute":
                Disputes.Close(work, id, won: act == "win-dispute");
                return act == "win-dispute" ? "The dispute was won." : "The dispute was lost.";
            case "appeal-dispute":
                return Disputes.Appeal(work, id) ? "The decision has been appealed." : "Only a decision can be appealed.";
            case "switch-on" or "switch-off":
                work.Turn(id, act == "switch-on");
                return act == "switch-on" ? "Turned on." : "Turned off.";
            default:
                return PanelSubscriptions.Perform(work, act, id) ?? "There is nothing left to do that to.";
        }
    }

    private static string Delay(SandboxWork work, string id)
    {
        var waiting = Waiting(work, id);
        foreach (var delivery in waiting)
            work.Save(delivery with { Due = Math.Max(delivery.Due, work.NowMilliseconds) + Minute });
        if (waiting.Count == 0)
            work.Deliver(id, work.NowMilliseconds + Minute);
        return "The event will arrive a minute later.";
    }

    private static List<Delivery> Waiting(SandboxWork work, string id) => [.. work.DeliveriesOf(id).Where(d => d.State == "waiting")];

    private static JsonObject? ChargeOf(SandboxWork work, string sessionId)
    {
        var intent = work.Find(PaymentIntentObject.Kind, Sessions.Find(work, sessionId) is { } session ? PaymentAttempts.IntentIdOf(session) : null);
        return work.Find(ChargeObject.Kind, intent?.Text("latest_charge"));
    }

    private static long? MinorUnits(string amount, string? currency)
    {
        if (string.IsNullOrWhiteSpace(amount))
            return null;
        if (!decimal.TryParse(amount.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major) || major > 1_000_000)
            throw ApiError.Refused("Enter an amount such as 12.34.", "amount");
        return (long)Math.Round(major * (decimal)Math.Pow(10, Money.DecimalsOf(currency)));
    }
}
