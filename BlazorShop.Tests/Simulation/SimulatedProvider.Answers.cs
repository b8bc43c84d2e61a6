using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.StripeGateway;

namespace BlazorShop.Tests.Simulation;

/// <summary>How it says what it has, in the words of the shop.</summary>
internal sealed partial class SimulatedProvider
{
    /// <summary>A payment as the list of all money has it.</summary>
    public ProviderPayment Booked(Session session) => new(
        session.Intent!,
        session.Invoice is null ? session.Request.Payment : null,
        session.Total with { Minor = session.Captured },
        Refunds.Where(r => r.Session == session && r.IsOutstanding).Sum(r => r.Amount),
        session.PaidAt,
        session.Invoice is null ? session.Request.Shop : null);

    public static PaymentSession Say(Session session) => new()
    {
        Reference = session.Reference,
        ClientSecret = session.Reference + "_secret",
        State = session.State,
        Money = session.Money,
        Total = session.Total,
        ExpiresAt = session.Request.ExpiresAt,
        CreatedAt = session.CreatedAt,
        CustomerReference = session.Customer,
        PaymentReference = session.Intent,
        Payment = session.Request.Payment,
        PaidWith = session.Captured > 0 ? "Visa ending in 4242" : null,
        Fee = session.Fee,
        InvoiceReference = session.Invoice?.Reference,
        Subscription = session.Invoice is { } invoice ? Say(invoice.Subscription) : null,
    };

    public static ProviderRefund Say(Refund refund) => new()
    {
        Reference = refund.Reference,
        Payment = refund.Session.Invoice is null ? refund.Session.Request.Payment : null,
        PaymentReference = refund.Session.Invoice is null ? null : refund.Session.Intent,
        Ours = refund.Ours,
        Amount = refund.Session.Total with { Minor = refund.Amount },
        State = refund.State,
        Problem = refund.Problem,
        CreatedAt = refund.CreatedAt,
    };

    public static ProviderDispute Say(Dispute dispute) => new()
    {
        Reference = dispute.Reference,
        Payment = dispute.Session.Invoice is null ? dispute.Session.Request.Payment : null,
        PaymentReference = dispute.Session.Invoice is null ? null : dispute.Session.Intent,
        Amount = dispute.Session.Total with { Minor = dispute.Amount },
        Status = StripeDisputes.Status(dispute.Status),
        Reason = DisputeReason.Fraudulent,
        FundsWithdrawn = dispute.Withdrawn,
        FundsReinstated = dispute.Reinstated,
        CreatedAt = dispute.CreatedAt,
    };

    private static PaymentGatewayException NotFound(string reference) => new(GatewayProblem.NotFound, $"No such object: {reference}");

    public static ProviderSubscription Say(Subscription subscription) => new()
    {
        Reference = subscription.Reference,
        Ours = subscription.Session.Request.Subscription,
        CustomerReference = subscription.Customer,
        Status = subscription.Status,
        PeriodEnd = subscription.PeriodEnd,
        CancelAtPeriodEnd = subscription.CancelAtPeriodEnd,
        CollectionPaused = subscription.IsPaused,
        PaidWith = NameOf(subscription.Card),
        CreatedAt = subscription.Session.PaidAt,
        EndedAt = subscription.EndedAt,
    };

    public static ProviderInvoice Say(Invoice invoice) => new()
    {
        Reference = invoice.Reference,
        Subscription = invoice.Subscription.Session.Request.Subscription,
        SubscriptionReference = invoice.Subscription.Reference,
        CustomerReference = invoice.Subscription.Customer,
        IsFirst = invoice.IsFirst,
        State = invoice.State,
        Due = invoice.Due,
        Paid = invoice.State == InvoiceState.Paid ? invoice.Due : invoice.Due with { Minor = 0 },
        PaidOutside = invoice.PaidOutside,
        Adjustments = invoice.Adjustments,
        Attempts = invoice.Attempts,
        NextAttempt = invoice.IsOwed && !invoice.Subscription.IsOver ? invoice.CreatedAt.AddDays(3 * invoice.Attempts) : null,
        PaymentReference = invoice.Charge?.Intent,
        PaidWith = invoice.Charge is not null ? NameOf(invoice.PaidBy) : invoice.PaidOutside > 0 ? PaidWith.Outside : null,
        Fee = invoice.Charge?.Fee,
        Decline = invoice.IsOwed ? DeclineReason.Declined : null,
        CreatedAt = invoice.CreatedAt,
        PaidAt = invoice.PaidAt,
        Until = invoice.Until,
    };

    public static SubscriptionCardForm Say(CardForm form) => new()
    {
        Reference = form.Reference,
        ClientSecret = form.Reference + "_secret",
        State = form.State,
        ExpiresAt = form.Request.ExpiresAt,
        Subscription = form.Request.Subscription,
        CardReference = form.Card,
        Card = form.Card is { } card ? NameOf(card) : null,
    };

    private static string NameOf(string? card) => $"Visa ending in {(card is null ? "4242" : card[^4..])}";
}
