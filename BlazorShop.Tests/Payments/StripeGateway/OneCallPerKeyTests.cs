using BlazorShop.Payments.StripeGateway;

namespace BlazorShop.Tests.Payments.StripeGateway;

public sealed class OneCallPerKeyTests
{
    [Fact]
    public async Task A_second_call_under_a_key_waits_for_the_first_and_one_under_another_does_not()
    {
        using var stripe = new Stripe();
        using var client = new HttpMessageInvoker(new OneCallPerKey(new KeyTurns()) { InnerHandler = stripe });
        var first = SendAsync(client, "order-1");
        var second = SendAsync(client, "order-1");
        var other = SendAsync(client, "order-2");
        var plain = SendAsync(client, key: null);
        Assert.Equal(["order-1", "order-2", ""], stripe.Running);

        stripe.Answer(0);
        using var answered = await first;
        await stripe.CalledAsync(4);
        Assert.Equal(["order-1", "order-2", "", "order-1"], stripe.Running);
        for (var call = 1; call < 4; call++)
            stripe.Answer(call);
        Assert.All(await Task.WhenAll(second, other, plain), answer => answer.Dispose());
    }

    [Fact]
    public async Task Who_is_tired_of_waiting_leaves_the_turn_to_the_next()
    {
        using var stripe = new Stripe();
        using var client = new HttpMessageInvoker(new OneCallPerKey(new KeyTurns()) { InnerHandler = stripe });
        var first = SendAsync(client, "order-1");
        using var tired = new CancellationTokenSource();
        var second = SendAsync(client, "order-1", tired.Token);
        var third = SendAsync(client, "order-1");
        await tired.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        stripe.Answer(0);
        (await first).Dispose();
        await stripe.CalledAsync(2);
        stripe.Answer(1);
        (await third).Dispose();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, string? key, CancellationToken ct = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://api.stripe.test/v1/checkout/sessions");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request, ct);
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class Stripe : HttpMessageHandler
    {
        private readonly List<(string Key, TaskCompletionSource<HttpResponseMessage> Answer)> calls = [];
        private readonly List<(int Calls, TaskCompletionSource Reached)> awaited = [];

        public IReadOnlyList<string> Running
        {
            get
            {
                lock (calls)
                    return [.. calls.Select(c => c.Key)];
            }
        }

        public void Answer(int call)
        {
            lock (calls)
                calls[call].Answer.SetResult(new HttpResponseMessage());
        }

        public Task CalledAsync(int times)
        {
            lock (calls)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (calls.Count >= times)
                    reached.SetResult();
                else
                    awaited.Add((times, reached));
                return reached.Task;
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (calls)
            {
                var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
                calls.Add((request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : "", answer));
                foreach (var waiting in awaited.Where(a => a.Calls == calls.Count))
                    waiting.Reached.SetResult();
                return answer.Task;
            }
        }
    }
}
