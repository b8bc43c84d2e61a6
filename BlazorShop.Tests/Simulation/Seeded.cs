using System.Data.Common;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Simulation;

internal enum Work
{
    Webhooks,
    Inbox,
    Returns,
    Reservations,
    Reconciliation,
    Outbox,
    Erasure,
}

/// <summary>
/// A fault put into the shop on purpose, from outside of its code: the simulation must find it. Where another defence of the shop
/// would hide it, that one is switched off with it.
/// </summary>
internal sealed partial class Seeded
{
    /// <summary>SQL on the fresh database, such as dropping a unique index.</summary>
    public string? Prepare { get; init; }

    /// <summary>What is never done: a healer that does not run.</summary>
    public Work[] Without { get; init; } = [];

    /// <summary>The endpoint answers before the event is stored.</summary>
    public bool AcknowledgesFirst { get; init; }

    /// <summary>What the email server refuses is noted as sent.</summary>
    public bool SwallowsRefusals { get; init; }

    /// <summary>Changes a statement on its way to the database: a guard removed. The second argument: within a transaction.</summary>
    public Func<string, bool, string>? Sql { get; init; }

    public Func<IPaymentGateway, Universe, IPaymentGateway>? Provider { get; init; }

    /// <summary>False for events that are not understood.</summary>
    public Func<InboxEvent, Universe, bool>? Understands { get; init; }

    /// <summary>False for emails that are not queued.</summary>
    public Func<string, bool>? Mails { get; init; }

    /// <summary>Stands before what a payment means; answers what goes on to it, null for nothing.</summary>
    public Func<ShopDbContext, PaymentEvent, StockService, IPaymentGateway, Task<PaymentEvent?>>? Before { get; init; }

    public Action<ShopDbContext, PaymentEvent>? After { get; init; }

    /// <summary>As <see cref="After"/>, where the shop has moved goods already.</summary>
    public Func<ShopDbContext, PaymentEvent, StockService, Task>? Finally { get; init; }

    /// <summary>
    /// Actions of the schedule, by name, without which the fault does no harm: played often, so that it is found within few
    /// schedules, whatever a change of the shop has done to them.
    /// </summary>
    public string[] Needs { get; init; } = [];

    /// <summary>As <see cref="Needs"/>, of what goes wrong.</summary>
    public Func<Odds, Odds>? When { get; init; }

    /// <summary>As <see cref="Needs"/>, of what the schedule has to bear beside the rest.</summary>
    public Action<Weather>? Under { get; init; }

    public bool Skips(Work work) => Without.Contains(work);

    public void Rewrite(DbCommand command, bool inTransaction)
    {
        if (Sql is null)
            return;
#pragma warning disable CA2100 // Words of the tests.
        command.CommandText = Sql(command.CommandText, inTransaction);
#pragma warning restore CA2100
    }

    public IPaymentGateway Gateway(IPaymentGateway inner, Universe universe) => Provider is null ? inner : Provider(inner, universe);

    public IShopMail Mail(IShopMail inner) => Mails is null ? inner : new FewerMails(inner, Mails);

    public IInboxReader Reader(IInboxReader inner, Universe universe) => Understands is null ? inner : new Deaf(inner, Understands, universe);

    public IPaymentListener Listener(IPaymentListener inner, StockService stock, IPaymentGateway gateway) => new Meddler(inner, this, stock, gateway);

    private sealed class FewerMails(IShopMail inner, Func<string, bool> wanted) : IShopMail
    {
        public void Enqueue(ShopDbContext db, string dedupKey, string to, MailTemplate template)
        {
            if (wanted(dedupKey))
                inner.Enqueue(db, dedupKey, to, template);
        }

        public Task ForgetAsync(ShopDbContext db, string to, CancellationToken ct) => inner.ForgetAsync(db, to, ct);

        public Task SendAsync(string dedupKey, string to, MailTemplate template, CancellationToken ct) => inner.SendAsync(dedupKey, to, template, ct);

        public void Ring() => inner.Ring();
    }

    private sealed class Deaf(IInboxReader inner, Func<InboxEvent, Universe, bool> understands, Universe universe) : IInboxReader
    {
        public InboxHint Read(InboxEvent stored) => understands(stored, universe) ? inner.Read(stored) : new InboxHint.Nothing(InboxResult.TypeIgnored);
    }

    private sealed class Meddler(IPaymentListener inner, Seeded seeded, StockService stock, IPaymentGateway gateway) : IPaymentListener
    {
        public async Task<PaymentVerdict> ApplyAsync(ShopDbContext db, PaymentEvent happened, CancellationToken ct)
        {
            var told = seeded.Before is null ? happened : await seeded.Before(db, happened, stock, gateway);
            if (told is null)
                return PaymentVerdict.Accepted;
            var verdict = await inner.ApplyAsync(db, told, ct);
            // As payments do it next, so that a fault can undo it.
            if (verdict is PaymentVerdict.NotOwed notOwed)
                told.Payment.Suspend(notOwed.Because);
            seeded.After?.Invoke(db, told);
            if (seeded.Finally is not null)
                await seeded.Finally(db, told, stock);
            return told.Payment.InSuspense ? verdict : PaymentVerdict.Accepted;
        }

        public Task RestoreAsync(ShopDbContext db, PaymentRequest lost, DateTime placedAt, CancellationToken ct) => inner.RestoreAsync(db, lost, placedAt, ct);

        public void Committed(Payment payment) => inner.Committed(payment);
    }
}

/// <summary>Hands every call on; a seeded fault changes one of them.</summary>
internal class GatewayInFront(IPaymentGateway inner) : IPaymentGateway
{
    public IPaymentProvider Provider => inner.Provider;

    public string Environment => inner.Environment;

    public virtual Task<string?> AccountAsync(CancellationToken ct) => inner.AccountAsync(ct);

    protected IPaymentGateway Inner => inner;

    public virtual Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) =>
        inner.CreateCustomerAsync(customer, email, idempotencyKey, ct);

    public virtual Task UpdateCustomerAsync(string customerReference, string email, Address shipping, CancellationToken ct) => inner.UpdateCustomerAsync(customerReference, email, shipping, ct);

    public virtual Task DeleteCustomerAsync(string customerReference, CancellationToken ct) => inner.DeleteCustomerAsync(customerReference, ct);

    public virtual Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        inner.CreateSessionAsync(request, customerReference, idempotencyKey, ct);

    public virtual Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) => inner.GetSessionAsync(sessionReference, ct);

    public virtual Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) => inner.FindSessionAsync(customerReference, payment, ct);

    public virtual Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct) => inner.ExpireSessionAsync(sessionReference, ct);

    public virtual Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
        inner.CreateRefundAsync(paymentReference, refund, amount, idempotencyKey, ct);

    public Task<ProviderRefund> GetRefundAsync(string refundReference, CancellationToken ct) => inner.GetRefundAsync(refundReference, ct);

    public Task<IReadOnlyList<ProviderRefund>> RefundsOfAsync(string paymentReference, CancellationToken ct) => inner.RefundsOfAsync(paymentReference, ct);

    public Task<ProviderDispute> GetDisputeAsync(string disputeReference, CancellationToken ct) => inner.GetDisputeAsync(disputeReference, ct);

    public virtual IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct) => inner.EventsAsync(since, ct);

    public virtual IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct) => inner.CompletedSessionsAsync(since, ct);

    public virtual Task<PaymentRequest?> RecallAsync(string sessionReference, CancellationToken ct) => inner.RecallAsync(sessionReference, ct);

    public IAsyncEnumerable<ProviderPayment> PaymentsAsync(DateTime since, CancellationToken ct) => inner.PaymentsAsync(since, ct);

    public Task<BlazorShop.Payments.Foreign.ForeignBasket> ForeignBasketAsync(string sessionReference, CancellationToken ct) => throw new NotSupportedException();

    public Task<string?> PaymentOfChargeAsync(string chargeReference, CancellationToken ct) => inner.PaymentOfChargeAsync(chargeReference, ct);

    public Task<PaymentSession?> SessionOfPaymentAsync(string paymentReference, CancellationToken ct) => inner.SessionOfPaymentAsync(paymentReference, ct);

    public Task<ProviderPayment?> GetPaymentAsync(string paymentReference, CancellationToken ct) => inner.GetPaymentAsync(paymentReference, ct);

    public virtual IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct) => inner.RefundsAsync(since, ct);

    public virtual IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, CancellationToken ct) => inner.DisputesAsync(since, ct);
}
