namespace BlazorShop.Payments;

public sealed partial class PaymentSessions
{
    /// <summary>
    /// Nobody is shown a form that would take another amount than the order says: it is closed, its goods are free again, and staff are told why.
    /// Answers the form where the amounts agree, and what became of it where it was paid that very moment: then its money is held and said to be.
    /// </summary>
    /// <exception cref="PaymentGatewayException">The form asked for another amount, and no money came by it.</exception>
    private async Task<PaymentSession> GuardTotalAsync(Payment payment, PaymentSession session, CancellationToken ct)
    {
        if (session.State != SessionState.Open || session.Total == payment.Amount)
            return session;
        // Noted first: whatever happens while the form is closed, the order says what was seen.
        await sync.NoteTotalAsync(payment.Id, session.Total, ct);
        var closed = await gateway.ExpireSessionAsync(session.Reference, ct);
        await sync.ApplyAsync(closed, ct);
        return closed.State == SessionState.Complete
            ? closed
            : throw new PaymentGatewayException(GatewayProblem.Rejected, $"The provider would have collected {session.Total} instead of {payment.Amount}.");
    }
}
