namespace BlazorShop.Payments;

public sealed partial class PaymentDesk
{
    /// <summary>
    /// Nobody is shown a form that would take another amount than the order says: it is closed, its goods are free again, and staff are told why.
    /// </summary>
    /// <exception cref="PaymentGatewayException">The form asks for another amount.</exception>
    private async Task GuardTotalAsync(Payment payment, PaymentSession session, CancellationToken ct)
    {
        if (session.State != SessionState.Open || session.Total == payment.Amount)
            return;
        // Noted first: whatever happens while the form is closed, the order says what was seen.
        await settlement.NoteTotalAsync(payment.Id, session.Total, ct);
        await settlement.ApplyAsync(await gateway.ExpireSessionAsync(session.Reference, ct), ct);
        throw new PaymentGatewayException(GatewayProblem.Rejected, $"The provider would have collected {session.Total} instead of {payment.Amount}.");
    }
}
