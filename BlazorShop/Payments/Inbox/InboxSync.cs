using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Payments.Inbox;

/// <summary>Routes an event to the room its object belongs to. That room reads the object from the provider again and takes over its state.</summary>
public sealed class InboxSync(
    PaymentSync sync,
    RefundService refunds,
    DisputeService disputes,
    SavedCards cards,
    IEnumerable<IInboxHandler> others,
    IPaymentGateway gateway,
    ForeignPayments foreign)
{
    public Task<SyncResult> SyncAsync(InboxHint hint, CancellationToken ct) => hint switch
    {
        InboxHint.Session session => SyncFormAsync(session.Reference, ct),
        InboxHint.Refund refund => refunds.SyncAsync(refund.Reference, ct),
        InboxHint.RefundsOf payment => refunds.SyncAllOfAsync(payment.PaymentReference, ct),
        InboxHint.RefundsOfCharge charge => SyncChargeAsync(charge.Reference, ct),
        InboxHint.AnyForm form => SyncAnyFormAsync(form.Reference, ct),
        InboxHint.Dispute dispute => disputes.SyncAsync(dispute.Reference, ct),
        InboxHint.CardForm form => SyncCardFormAsync(form.Reference, ct),
        InboxHint.Card card => cards.SyncCardAsync(card.Reference, ct),
        InboxHint.Subscription or InboxHint.Invoice => SyncElsewhereAsync(hint, ct),
        _ => throw new InvalidOperationException($"The inbox does not know {hint.GetType().Name}."),
    };

    /// <summary>A form takes money, or only a card for a subscription.</summary>
    private async Task<SyncResult> SyncFormAsync(string reference, CancellationToken ct)
    {
        var session = await gateway.GetSessionAsync(reference, ct);
        if (await sync.ApplyAsync(session, ct) is var result and not SyncResult.NotOurs)
            return result;
        if (await SyncElsewhereAsync(new InboxHint.CardForm(reference), ct) is var changed and not SyncResult.NotOurs)
            return changed;
        return await foreign.SyncAsync(session, ct);
    }

    /// <summary>The event says no more which kind of form it was.</summary>
    private async Task<SyncResult> SyncAnyFormAsync(string reference, CancellationToken ct) =>
        await SyncFormAsync(reference, ct) is var result and not SyncResult.NotOurs ? result : await cards.SyncFormAsync(reference, ct);

    private async Task<SyncResult> SyncChargeAsync(string reference, CancellationToken ct) =>
        await gateway.PaymentOfChargeAsync(reference, ct) is { } payment ? await refunds.SyncAllOfAsync(payment, ct) : SyncResult.NotOurs;

    /// <summary>It saved a card for a buyer, or for one subscription.</summary>
    private async Task<SyncResult> SyncCardFormAsync(string reference, CancellationToken ct) =>
        await cards.SyncFormAsync(reference, ct) is var result and not SyncResult.NotOurs ? result : await SyncElsewhereAsync(new InboxHint.CardForm(reference), ct);

    /// <summary>By the room whose it is.</summary>
    private async Task<SyncResult> SyncElsewhereAsync(InboxHint hint, CancellationToken ct)
    {
        foreach (var other in others)
        {
            if (await other.SyncAsync(hint, ct) is var result and not SyncResult.NotOurs)
                return result;
        }

        return SyncResult.NotOurs;
    }
}
