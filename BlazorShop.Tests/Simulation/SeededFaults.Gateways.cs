using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Simulation;

/// <summary>Faults that stand between the shop and its provider.</summary>
internal static partial class SeededFaults
{
    private sealed class RandomKeys(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Refunds { get; init; }

        public bool Buyers { get; init; }

        public override Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) =>
            base.CreateCustomerAsync(customer, email, Key(idempotencyKey, Buyers), ct);

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            base.CreateSessionAsync(request, customerReference, Key(idempotencyKey, Forms), ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            base.CreateRefundAsync(paymentReference, refund, amount, Key(idempotencyKey, Refunds), ct);

        private static string Key(string key, bool random) => random ? Guid.NewGuid().ToString() : key;
    }

    private sealed class Unclosed(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct) =>
            await GetSessionAsync(sessionReference, ct) is { State: SessionState.Open } open ? open with { State = SessionState.Expired } : await GetSessionAsync(sessionReference, ct);
    }

    private sealed class Remembering(IPaymentGateway inner, Universe universe) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) =>
            universe.Before(sessionReference) is { } earlier ? earlier : await base.GetSessionAsync(sessionReference, ct);
    }

    private sealed class Believing(IPaymentGateway inner, Universe universe) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct)
        {
            var session = await base.GetSessionAsync(sessionReference, ct);
            return universe.Provider.Events.Exists(e => e.Type == "checkout.session.completed" && e.ObjectId == sessionReference)
                ? session with { State = SessionState.Complete, Money = SessionMoney.Paid }
                : session;
        }
    }

    private sealed class Hasty(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Refunds { get; init; }

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            CallAsync(Forms, () => base.CreateSessionAsync(request, customerReference, idempotencyKey, ct));

        // Who is sure that there is none does not look for it either: given up alone, an unseen form is found and closed, and does no harm.
        public override Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) =>
            Forms ? Task.FromResult<PaymentSession?>(null) : base.FindSessionAsync(customerReference, payment, ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            CallAsync(Refunds, () => base.CreateRefundAsync(paymentReference, refund, amount, idempotencyKey, ct));

        public override IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct) =>
            Refunds ? AsyncEnumerable.Empty<ProviderRefund>() : base.RefundsAsync(since, ct);

        private static async Task<T> CallAsync<T>(bool hasty, Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (PaymentGatewayException failure) when (hasty && failure.Problem == GatewayProblem.Unavailable)
            {
                throw new PaymentGatewayException(GatewayProblem.Rejected, failure.Message, failure);
            }
        }
    }

    private sealed class NoEvents(IPaymentGateway inner, Universe universe) : GatewayInFront(inner)
    {
        public bool MarksFirst { get; init; }

        public bool MarksBooks { get; init; }

        public override IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct)
        {
            var now = universe.Clock.GetUtcNow().UtcDateTime;
            using var db = universe.Look();
            if (MarksBooks)
                db.Set<BlazorShop.Data.Watermark>().Where(w => w.Name != "events").ExecuteUpdate(s => s.SetProperty(w => w.Value, now));
            return base.CompletedSessionsAsync(since, ct);
        }

        public override IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct)
        {
            if (!MarksFirst)
                return AsyncEnumerable.Empty<ProviderEvent>();
            var now = universe.Clock.GetUtcNow().UtcDateTime;
            using var db = universe.Look();
            db.Set<BlazorShop.Data.Watermark>().Where(w => w.Name == "events").ExecuteUpdate(s => s.SetProperty(w => w.Value, now));
            return base.EventsAsync(since, ct);
        }
    }

    /// <summary>The nightly comparison sees no refunds and disputes: it would mend what the fault breaks.</summary>
    private sealed class Unlisted(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public override IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct) => AsyncEnumerable.Empty<ProviderRefund>();

        public override IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, CancellationToken ct) => AsyncEnumerable.Empty<ProviderDispute>();
    }

    /// <summary>As if what is listed were always listed at once, by the shop's own clock.</summary>
    private sealed class FromTheMark(IPaymentGateway inner) : GatewayInFront(inner)
    {
        // As much as the shop reads twice.
        private static readonly TimeSpan overlap = TimeSpan.FromHours(1);

        public override IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct) => base.EventsAsync(since + overlap, ct);
    }

    /// <summary>Does not hear what an error says of itself.</summary>
    private sealed class Deaf(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Deletions { get; init; }

        public bool Memory { get; init; }

        public override Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) =>
            CallAsync(() => base.CreateCustomerAsync(customer, email, idempotencyKey, ct));

        public override async Task UpdateCustomerAsync(string customerReference, string email, Address shipping, CancellationToken ct) => await CallAsync(async () =>
        {
            await base.UpdateCustomerAsync(customerReference, email, shipping, ct);
            return customerReference;
        });

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            CallAsync(() => base.CreateSessionAsync(request, customerReference, idempotencyKey, ct));

        private async Task<T> CallAsync<T>(Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (PaymentGatewayException failure) when ((Memory && failure.IsRemembered) || (Deletions && failure.Problem == GatewayProblem.NotFound))
            {
                throw new PaymentGatewayException(GatewayProblem.Unavailable, failure.Message);
            }
        }
    }

    private sealed class OtherAmounts(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Refunds { get; init; }

        public override Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            base.CreateSessionAsync(Forms ? request with { Total = request.Total with { Minor = request.Total.Minor + 1 } } : request, customerReference, idempotencyKey, ct);

        public override Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
            base.CreateRefundAsync(paymentReference, refund, Refunds ? amount with { Minor = Math.Max(1, amount.Minor - 1) } : amount, idempotencyKey, ct);
    }

    /// <summary>Whatever a form collects, it is said to be what was asked for.</summary>
    private sealed class AgreeingTotals(IPaymentGateway inner, Universe universe, SessionState state) : GatewayInFront(inner)
    {
        public override async Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
            Agree(await base.CreateSessionAsync(request, customerReference, idempotencyKey, ct));

        public override async Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) => Agree(await base.GetSessionAsync(sessionReference, ct));

        public override IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct) => base.CompletedSessionsAsync(since, ct).Select(Agree);

        private PaymentSession Agree(PaymentSession session) =>
            session.State == state ? session with { Total = universe.Provider.Find(session.Reference).Request.Total } : session;
    }

    private sealed class Forgetful(IPaymentGateway inner) : GatewayInFront(inner)
    {
        public bool Forms { get; init; }

        public bool Requests { get; init; }

        public bool Buyers { get; init; }

        public override Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) =>
            Forms ? Task.FromResult<PaymentSession?>(null) : base.FindSessionAsync(customerReference, payment, ct);

        public override Task<PaymentRequest?> RecallAsync(string sessionReference, CancellationToken ct) =>
            Requests ? Task.FromResult<PaymentRequest?>(null) : base.RecallAsync(sessionReference, ct);

        public override Task DeleteCustomerAsync(string customerReference, CancellationToken ct) =>
            Buyers ? Task.CompletedTask : base.DeleteCustomerAsync(customerReference, ct);
    }
}
