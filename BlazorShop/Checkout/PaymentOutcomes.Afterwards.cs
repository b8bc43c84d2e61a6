using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Checkout;

/// <summary>What it means that money is set aside, goes back, or is taken back by a bank.</summary>
public sealed partial class PaymentOutcomes
{
    /// <summary>
    /// The money is here, and not this order's. Until it has gone back, its buyer is neither told that nothing was charged nor asked
    /// to pay again.
    /// </summary>
    private async Task SuspendAsync(ShopDbContext db, Order order, PaymentEvent.Succeeded paid, SuspenseReason because, CancellationToken ct)
    {
        await holds.ReleaseAsync(db, paid.Payment.Id, ct);
        // Booked right after this: the books know only what was held before.
        var before = await Ledger.HeldAsync(db, order.Id, ct);
        order.SetHeld([.. before.Where(m => m.Currency != paid.Received.Currency),
            new Money(paid.Received.Minor + before.Where(m => m.Currency == paid.Received.Currency).Sum(m => m.Minor), paid.Received.Currency)]);
        // The others go back by themselves; this one waits for somebody.
        if (because is SuspenseReason.OtherAmount)
        {
            await staff.TellAsync(
                db,
                new StaffNotice(
                    $"held:{paid.Payment.Id}",
                    StaffNoticeKind.OrderAttention,
                    order.Number,
                    new NoticeFacts { Amount = paid.Received, Other = order.Total },
                    $"/admin/orders/{order.Number}"),
                ct);
        }
    }

    private async Task RefundedAsync(ShopDbContext db, Order order, PaymentEvent.Refunded refunded, CancellationToken ct)
    {
        var (payment, refund) = (refunded.Payment, refunded.Refund);
        var why = new EventDetails { Amount = refund.Amount, Code = refund.Because.ToString(), Text = refund.Reason };
        var (what, details) = refund.State switch
        {
            RefundState.Pending => (OrderEventKind.RefundPending, why),
            RefundState.Succeeded => (OrderEventKind.Refunded, why),
            RefundState.Refused when refunded.Instead is { Minor: 0 } => (OrderEventKind.RefundNotNeeded, EventDetails.None),
            RefundState.Refused when refunded.Instead is { } rest => (OrderEventKind.RefundAdjusted, new EventDetails { Amount = rest }),
            RefundState.Refused => (OrderEventKind.RefundRefused, new EventDetails { Amount = refund.Amount }),
            _ => (OrderEventKind.RefundReturned, new EventDetails { Amount = refund.Amount, Text = refund.Problem ?? "" }),
        };
        var effect = $"refund:{refund.Reference ?? refund.Id.ToString()}:{refund.State}";
        var told = IsTold(order, refund);
        if (payment.InSuspense)
        {
            order.SetHeld(await Ledger.HeldAsync(db, order.Id, ct));
            order.Remark(what, details, effect, refunded.At);
        }
        else
            order.SetRefunded(refunded.Total, what, details, effect, refunded.At, Actor.Staff(refund.RequestedBy));
        if (refund.State is RefundState.Failed or RefundState.Cancelled)
            order.AskAttention(AttentionKind.RefundReturned, refunded.At, effect + ":attention", new EventDetails { Amount = refund.Amount });
        else if (refund.State is RefundState.Refused)
        {
            // Of one debt staff hear once: it is asked for again by itself.
            var asked = refund.IsAutomatic ? $"refused:{payment.Id}" : effect;
            if (refunded.Instead is null)
                order.AskAttention(AttentionKind.RefundRefused, refunded.At, asked + ":attention", new EventDetails { Amount = refund.Amount, Text = refund.Problem ?? "" });
        }
        else if (!told)
            mail.Enqueue(db, $"refund:{refund.Id}:{refund.State}", order.Email, Letters(order, payment).Refunded(refund.Amount, refund.Because, refund.Reason, refund.IsOutside));
    }

    private async Task DisputedAsync(ShopDbContext db, Order order, PaymentEvent.Disputed disputed, CancellationToken ct)
    {
        var dispute = disputed.Dispute;
        var details = new EventDetails
        {
            Amount = dispute.Amount,
            Code = dispute.Status.ToString(),
            Text = dispute.Reason.ToString(),
            Due = dispute.IsOpenOrLost ? dispute.DueBy : null,
        };
        var effect = EffectOf(order, dispute);
        await staff.TellAsync(
            db,
            new StaffNotice(
                effect,
                StaffNoticeKind.Dispute,
                order.Number,
                new NoticeFacts
                {
                    Amount = dispute.Amount,
                    Said = Languages.InEach(() => $"{OrderWords.Of(dispute.Reason)}, {OrderWords.Of(dispute.Status)}"),
                    At = details.Due,
                },
                $"/admin/orders/{order.Number}"),
            ct);
        if (!disputed.Payment.InSuspense)
        {
            order.SetDisputed(disputed.IsOpenOrLost, !dispute.IsOpenOrLost, details, effect, disputed.At);
            return;
        }

        // The order was not paid with this money: it ships, or not, as before. What the bank has taken is held no longer.
        order.SetHeld(await Ledger.HeldAsync(db, order.Id, ct));
        order.Remark(dispute.IsOpenOrLost ? OrderEventKind.HeldDisputed : OrderEventKind.HeldDisputeEnded, details, effect, disputed.At);
        if (order.Held is not null)
            order.AskAttention(AttentionKind.HeldDisputed, disputed.At, $"dispute:{dispute.Reference}:attention", new EventDetails { Amount = dispute.Amount, Text = dispute.Status.ToString() });
    }

    /// <summary>
    /// Won, appealed against and won again is three steps: each is told, and each once. The same status told again is the step
    /// that was told last.
    /// </summary>
    private static string EffectOf(Order order, Dispute dispute)
    {
        var step = $"dispute:{dispute.Reference}:{dispute.Status}";
        var told = order.History.Where(h => h.Effect.StartsWith($"dispute:{dispute.Reference}:", StringComparison.Ordinal) && !h.Effect.EndsWith(":attention", StringComparison.Ordinal))
            .OrderBy(h => h.Sequence).Select(h => h.Effect).ToList();
        var times = told.Count(e => IsStep(e, step));
        return times == 0 || (times == 1 && IsStep(told[^1], step)) ? step : $"{step}:{(IsStep(told[^1], step) ? times : times + 1)}";

        static bool IsStep(string effect, string step) => effect == step || effect.StartsWith(step + ":", StringComparison.Ordinal);
    }
}
