using System.Net;
using Polly;
using Stripe;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What goes wrong with a call, in our words.</summary>
internal static class StripeFailures
{
    /// <summary>Null for a failure that is neither Stripe's refusal nor a missing answer.</summary>
    public static PaymentGatewayException? ToOurs(Exception failure) => failure switch
    {
        StripeException refused => new(Problem(refused), refused.StripeError?.Message ?? refused.Message, refused)
        {
            Answer = refused.StripeError?.Message,
            IsRemembered = refused.HttpStatusCode >= HttpStatusCode.InternalServerError,
            Decline = refused.StripeError is { Type: "card_error" } declined ? StripeDeclines.Of(declined) : null,
        },
        // Our own patience ended: no answer in time, too many calls at once, or too many failures to ask again just now.
        ExecutionRejectedException => new(GatewayProblem.Unavailable, "Stripe does not answer.", failure),
        HttpRequestException => new(GatewayProblem.Unavailable, "Stripe cannot be reached.", failure),
        TaskCanceledException { InnerException: TimeoutException } => new(GatewayProblem.Unavailable, "Stripe did not answer in time.", failure),
        _ => null,
    };

    private static GatewayProblem Problem(StripeException failure) => failure.HttpStatusCode switch
    {
        HttpStatusCode.NotFound => GatewayProblem.NotFound,
        // A customer who was deleted, named in the body of a call.
        HttpStatusCode.BadRequest when failure.StripeError is { Code: "resource_missing", Param: "customer" } => GatewayProblem.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => GatewayProblem.NotAllowed,
        // A key in use by a call that is still running, too many requests, their trouble: later.
        HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError or 0 => GatewayProblem.Unavailable,
        _ => GatewayProblem.Rejected,
    };
}
