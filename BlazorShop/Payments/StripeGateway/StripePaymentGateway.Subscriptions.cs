using BlazorShop.Payments.Recurring;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What recurs: subscriptions and the card they are paid with.</summary>
public sealed partial class StripePaymentGateway : ISubscriptionGateway
{
    public Task<ProviderSubscription> GetSubscriptionAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
        StripeSessions.ToSubscription(await stripe.V1.Subscriptions.GetAsync(
            reference, new SubscriptionGetOptions { Expand = StripeSessions.ExpandSubscription }, cancellationToken: ct)));

    public Task<PaymentSession?> SessionOfSubscriptionAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
    {
        var found = await stripe.V1.Checkout.Sessions.ListAsync(
            new SessionListOptions { Subscription = reference, Limit = 1, Expand = [.. StripeSessions.Expand.Select(field => "data." + field)] },
            cancellationToken: ct);
        return found.Data is [var session, ..] ? await WholeAsync(stripe, session, ct) : null;
    });

    public Task<ProviderSubscription> ChangeSubscriptionAsync(
        string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct) => CallAsync(async stripe =>
    {
        var options = new SubscriptionUpdateOptions { Expand = StripeSessions.ExpandSubscription };
        switch (change)
        {
            case SubscriptionChange.Pause:
                // What falls due meanwhile is not owed: nothing is sent, nothing is paid.
                options.PauseCollection = new SubscriptionPauseCollectionOptions { Behavior = "void" };
                break;
            case SubscriptionChange.Resume:
                options.AddExtraParam("pause_collection", "");
                break;
            case SubscriptionChange.CancelAtPeriodEnd:
                options.CancelAtPeriodEnd = true;
                break;
            case SubscriptionChange.KeepRunning:
                options.CancelAtPeriodEnd = false;
                break;
            case SubscriptionChange.UseCard card:
                options.DefaultPaymentMethod = card.CardReference;
                break;
            default:
                throw new InvalidOperationException($"Stripe is not told of {change.GetType().Name}.");
        }

        return StripeSessions.ToSubscription(await stripe.V1.Subscriptions.UpdateAsync(
            reference, options, new RequestOptions { IdempotencyKey = idempotencyKey }, ct));
    });

    public async Task<ProviderSubscription> EndSubscriptionAsync(string reference, CancellationToken ct)
    {
        try
        {
            return await CallAsync(async stripe => StripeSessions.ToSubscription(await stripe.V1.Subscriptions.CancelAsync(
                reference, new SubscriptionCancelOptions { Expand = StripeSessions.ExpandSubscription }, cancellationToken: ct)));
        }
        catch (PaymentGatewayException refused) when (refused.Problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
        {
            // Ended already, here or there; Stripe's word decides.
            return await GetSubscriptionAsync(reference, ct);
        }
    }

    public Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        CallAsync(async stripe => StripeSessions.ToCardForm(await stripe.V1.Checkout.Sessions.CreateAsync(
            StripeSessions.ToOptions(request, customerReference), new RequestOptions { IdempotencyKey = idempotencyKey }, ct)));

    public Task<SubscriptionCardForm> GetSubscriptionCardFormAsync(string reference, CancellationToken ct) => CallAsync(async stripe =>
        StripeSessions.ToCardForm(await stripe.V1.Checkout.Sessions.GetAsync(
            reference, new SessionGetOptions { Expand = StripeSessions.ExpandCardForm }, cancellationToken: ct)));
}
