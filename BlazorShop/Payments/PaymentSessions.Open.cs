using BlazorShop.Common;

namespace BlazorShop.Payments;

/// <summary>The provider's form of one try to pay: made once, found again, or given up.</summary>
public sealed partial class PaymentSessions
{
    /// <summary>
    /// The provider's form for this payment, opened now or before: asking again gives the same form, also after a crash between
    /// the provider's answer and ours. A refusal for good abandons the payment.
    /// </summary>
    public async Task<PaymentSession> OpenAsync(PaymentId id, CancellationToken ct)
    {
        var payment = await GetAsync(id, ct);
        if (payment.SessionReference is { } reference)
        {
            var known = await KnownAsync(id, () => gateway.GetSessionAsync(reference, ct), ct);
            await sync.ApplyAsync(known, ct);
            return await GuardTotalAsync(payment, known, ct);
        }

        var request = PaymentRequest.FromJson(payment.Request);
        if (request.WasRefused)
        {
            await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.OldRequest), ct);
            throw GivenUp(null);
        }

        if (time.GetUtcNow().UtcDateTime - payment.CreatedAt >= FormTimes.Margin)
            return await FindOrGiveUpAsync(payment, ct);

        try
        {
            var customer = payment.CustomerReference ?? await FixCustomerAsync(payment, request, ct);
            PaymentSession session;
            try
            {
                session = await CreateAsync(payment, request, customer, ct);
            }
            catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
            {
                // Another tab may have asked by the deleted name just before, and not heard the answer: by another name that form would not be
                // found any more. So this try stays with its name, and the next one has another.
                await ForgetReferenceAsync(customer, ct);
                await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.BuyerUnknownThere), ct);
                throw GivenUp(unknown);
            }

            await sync.ApplyAsync(session, ct);
            await CloseIfGivenUpAsync(id, session, ct);
            return await GuardTotalAsync(payment, session, ct);
        }
        catch (PaymentGatewayException refused) when (refused.Problem == GatewayProblem.Rejected)
        {
            await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.Refused, refused.Message), ct);
            throw;
        }
    }

    /// <summary>
    /// A request that has waited so long would ask for a form that ends too soon for the provider, which refuses it. It may have made one before,
    /// and its answer got lost: that one is shown. Else the payment is given up.
    /// </summary>
    private async Task<PaymentSession> FindOrGiveUpAsync(Payment payment, CancellationToken ct)
    {
        if (payment.CustomerReference is { } customer && await gateway.FindSessionAsync(customer, payment.Id, ct) is { } made)
        {
            var session = await gateway.GetSessionAsync(made.Reference, ct);
            await sync.ApplyAsync(session, ct);
            await CloseIfGivenUpAsync(payment.Id, session, ct);
            return await GuardTotalAsync(payment, session, ct);
        }

        await sync.AbandonAsync(payment.Id, KindText.Of(GivenUpBecause.TooLate), ct);
        throw GivenUp(null);
    }

    private static PaymentGatewayException GivenUp(Exception? inner) =>
        new(GatewayProblem.Unavailable, "This try to pay was given up: the next one asks again.", inner) { IsGivenUp = true };

    /// <summary>What the provider says of a form; one that it does not know is looked at again, and then ended.</summary>
    private async Task<PaymentSession> KnownAsync(PaymentId id, Func<Task<PaymentSession>> ask, CancellationToken ct)
    {
        try
        {
            return await ask();
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            if (await sync.UnknownAsync(id, ct))
                throw new PaymentGatewayException(GatewayProblem.Unavailable, "The payment provider does not know this form any more: the next try to pay asks for another.", unknown);
            throw;
        }
    }

    private async Task<PaymentSession> CreateAsync(Payment payment, PaymentRequest request, string customer, CancellationToken ct)
    {
        await gateway.UpdateCustomerAsync(customer, request.Email, request.ShippingAddress, ct);
        return await AskForFormAsync(payment, request, customer, ct);
    }

    /// <summary>
    /// An error that the provider remembers stands under this payment's key. Nobody was shown a form of it, so it is given up at once
    /// and the next attempt asks under the next key; should there be a form all the same, it is found and shown, or closed unseen.
    /// </summary>
    private async Task<PaymentSession> AskForFormAsync(Payment payment, PaymentRequest request, string customer, CancellationToken ct)
    {
        try
        {
            return await gateway.CreateSessionAsync(request, customer, payment.IdempotencyKey, ct);
        }
        catch (PaymentGatewayException failure) when (failure.IsRemembered)
        {
            try
            {
                if (await gateway.FindSessionAsync(customer, payment.Id, ct) is { } made)
                    return await gateway.GetSessionAsync(made.Reference, ct);
            }
            catch (PaymentGatewayException)
            {
                // It does not say either: whatever form there is will be looked for again.
            }

            await sync.AbandonAsync(payment.Id, KindText.Of(GivenUpBecause.ProviderFailed, failure.Answer is { } said ? [said] : []), ct);
            throw;
        }
    }

    /// <summary>Somebody else gave this payment up while its form was being made: its goods are gone, so nobody gets to see the form.</summary>
    private async Task CloseIfGivenUpAsync(PaymentId id, PaymentSession session, CancellationToken ct)
    {
        if (session.State != SessionState.Open || (await GetAsync(id, ct)).State != PaymentState.Abandoned)
            return;
        await sync.ApplyAsync(await gateway.ExpireSessionAsync(session.Reference, ct), ct);
        throw new PaymentGatewayException(GatewayProblem.Unavailable, "The form came after it had been given up, and is closed.");
    }
}
