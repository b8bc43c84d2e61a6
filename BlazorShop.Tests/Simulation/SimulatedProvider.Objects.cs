using System.Text;
using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What the provider keeps.</summary>
internal sealed partial class SimulatedProvider
{
    internal sealed class Session
    {
        public required string Reference { get; init; }

        public required PaymentRequest Request { get; init; }

        public required string Customer { get; init; }

        public required DateTime CreatedAt { get; init; }

        public SessionState State { get; set; } = SessionState.Open;

        public SessionMoney Money { get; set; }

        public string? Intent { get; set; }

        public DateTime PaidAt { get; set; }

        public long Captured { get; set; }

        /// <summary>What it collects.</summary>
        public required Money Total { get; set; }

        public Money? Fee { get; set; }

        /// <summary>What it paid, where something recurs: then only that says whose the money is.</summary>
        public Invoice? Invoice { get; set; }
    }

    internal sealed class Refund
    {
        public required string Reference { get; init; }

        public required Session Session { get; init; }

        public required Guid? Ours { get; init; }

        public required long Amount { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required RefundState State { get; set; }

        public string? Problem { get; set; }

        public bool IsOutstanding => State is RefundState.Pending or RefundState.Succeeded;
    }

    internal sealed class Dispute
    {
        public required string Reference { get; init; }

        public required Session Session { get; init; }

        public required long Amount { get; init; }

        public required DateTime CreatedAt { get; init; }

        public required string Status { get; set; }

        public required bool Withdrawn { get; init; }

        public bool Reinstated { get; set; }

        public bool Closed => Status is "won" or "lost" or "warning_closed";
    }

    internal sealed class Event
    {
        public required string Id { get; init; }

        public required string Type { get; init; }

        public required string ObjectId { get; init; }

        public required string? Intent { get; init; }

        public required byte[] Body { get; init; }

        public required DateTime CreatedAt { get; init; }

        /// <summary>The same fact as another event says it.</summary>
        public Event Again() => new() { Id = Id + "_again", Type = Type, ObjectId = ObjectId, Intent = Intent, Body = Body, CreatedAt = CreatedAt };

        /// <summary>The shop answered that it has it.</summary>
        public bool Acknowledged { get; set; }

        /// <summary>It is never delivered; only the provider's list has it.</summary>
        public bool Lost { get; set; }
    }

    internal sealed class Subscription
    {
        public required string Reference { get; init; }

        /// <summary>The form it began by.</summary>
        public required Session Session { get; init; }

        public required string Customer { get; init; }

        public required DateTime PeriodEnd { get; set; }

        public SubscriptionStatus Status { get; set; } = SubscriptionStatus.Active;

        public bool CancelAtPeriodEnd { get; set; }

        /// <summary>What falls due is void.</summary>
        public bool IsPaused { get; set; }

        /// <summary>What it is paid with; null: the card of the first form.</summary>
        public string? Card { get; set; }

        public DateTime? EndedAt { get; set; }

        /// <summary>What was changed, in the order in which it was, and whether the shop asked for it.</summary>
        public List<(SubscriptionChange Change, bool ByShop)> Changes { get; } = [];

        public bool IsOver => Status == SubscriptionStatus.Cancelled;
    }

    internal sealed class Invoice
    {
        public required string Reference { get; init; }

        public required Subscription Subscription { get; init; }

        public required bool IsFirst { get; init; }

        public required Money Due { get; init; }

        public IReadOnlyList<Charge> Adjustments { get; init; } = [];

        public required DateTime CreatedAt { get; init; }

        public required DateTime Until { get; init; }

        public InvoiceState State { get; set; } = InvoiceState.Draft;

        /// <summary>Closed for good; one that was only given up can still be paid.</summary>
        public bool IsVoid { get; set; }

        /// <summary>How often the provider tried it by itself.</summary>
        public int Attempts { get; set; }

        public DateTime? PaidAt { get; set; }

        public long PaidOutside { get; set; }

        /// <summary>The money it collected; null while there is none, and where none came through the provider.</summary>
        public Session? Charge { get; set; }

        public string? PaidBy { get; set; }

        /// <summary>It was tried, and is still to be paid.</summary>
        public bool IsOwed => State == InvoiceState.Open && Attempts > 0;
    }

    internal sealed class CardForm
    {
        public required string Reference { get; init; }

        public required SubscriptionCardFormRequest Request { get; init; }

        public SessionState State { get; set; } = SessionState.Open;

        public string? Card { get; set; }

        public DateTime? FilledAt { get; set; }
    }
}
