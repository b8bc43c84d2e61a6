using BlazorShop.Common;
using BlazorShop.Payments.Foreign;

namespace BlazorShop.Payments;

/// <summary>Whoever collects the money, in our words. All calls go over the network: never while a transaction is open.</summary>
/// <exception cref="PaymentGatewayException">The provider could not be reached, or refused.</exception>
public interface IPaymentGateway
{
    /// <summary>Whose way in this is.</summary>
    IPaymentProvider Provider { get; }

    /// <summary><c>sandbox</c>, <c>test</c> or <c>live</c>.</summary>
    string Environment { get; }

    /// <summary>The provider's name for the shop's account; null where there is none, or our key may not ask.</summary>
    Task<string?> AccountAsync(CancellationToken ct);

    /// <summary>The provider's name for a buyer. The same key gives the same buyer.</summary>
    Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct);

    /// <summary>Tells the provider the buyer's present email, name and address, so that its form need not ask again.</summary>
    Task UpdateCustomerAsync(string customerReference, string email, Address shipping, CancellationToken ct);

    /// <summary>The provider forgets the buyer, with their cards and addresses. A buyer it does not know is forgotten already.</summary>
    Task DeleteCustomerAsync(string customerReference, CancellationToken ct);

    /// <summary>Opens a form for <paramref name="request"/>. The same key gives the same form.</summary>
    Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct);

    Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct);

    /// <summary>The form of this payment among all of this buyer's, or null: tells, without a key, whether there is one.</summary>
    Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct);

    /// <summary>Closes an open form, and answers what it then is: it may just have been paid.</summary>
    Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct);

    /// <summary>Refunds money. The same key gives the same refund.</summary>
    Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct);

    Task<ProviderRefund> GetRefundAsync(string refundReference, CancellationToken ct);

    /// <summary>All refunds of a payment.</summary>
    Task<IReadOnlyList<ProviderRefund>> RefundsOfAsync(string paymentReference, CancellationToken ct);

    Task<ProviderDispute> GetDisputeAsync(string disputeReference, CancellationToken ct);

    /// <summary>Events of the types we act on, created since then, oldest first.</summary>
    IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct);

    /// <summary>What was bought with a session that we did not open.</summary>
    Task<ForeignBasket> ForeignBasketAsync(string sessionReference, CancellationToken ct);

    /// <summary>Checkout sessions that were completed, ours or nobody's, created since then: enough to make a lost order again.</summary>
    IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct);

    /// <summary>What we once asked for this session, as the provider kept it; null when it is none of ours.</summary>
    Task<PaymentRequest?> RecallAsync(string sessionReference, CancellationToken ct);

    /// <summary>Money taken since then, ours or not.</summary>
    IAsyncEnumerable<ProviderPayment> PaymentsAsync(DateTime since, CancellationToken ct);

    /// <summary>One of them, read just now; null when there is none of this name.</summary>
    Task<ProviderPayment?> GetPaymentAsync(string paymentReference, CancellationToken ct);

    /// <summary>The payment that a single charge belongs to; null when there is none.</summary>
    Task<string?> PaymentOfChargeAsync(string chargeReference, CancellationToken ct);

    /// <summary>The form by which this money was paid; null when it was paid otherwise.</summary>
    Task<PaymentSession?> SessionOfPaymentAsync(string paymentReference, CancellationToken ct);

    IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct);

    IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, CancellationToken ct);
}

public enum GatewayProblem
{
    /// <summary>No answer, too many requests, or an error on the provider's side: the same call may work later.</summary>
    Unavailable,

    /// <summary>The provider does not know what we asked about.</summary>
    NotFound,

    /// <summary>The provider understood and refused: the same call will not work later.</summary>
    Rejected,

    /// <summary>Our key was refused: staff must act.</summary>
    NotAllowed,
}

public sealed class PaymentGatewayException(GatewayProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    public GatewayProblem Problem { get; } = problem;

    /// <summary>What the provider answered, in its own words; null where it said nothing. The message is for the log, this is for staff.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// The provider answered, with an error on its own side. It remembers that under the call's key, for a day: only another key
    /// gets another answer.
    /// </summary>
    public bool IsRemembered { get; init; }

    /// <summary>Why a bank did not pay; null where no bank was asked, or it did not refuse.</summary>
    public DeclineReason? Decline { get; init; }

    /// <summary>This try to pay was given up before anybody saw its form: the next one asks under a new key, at once.</summary>
    public bool IsGivenUp { get; init; }
}
