namespace BlazorShop.Payments.StripeGateway;

/// <summary>
/// Of two calls under one idempotency key the second waits for the first: asked meanwhile, Stripe would only say that the first still runs, and
/// making a form may take it many seconds. Afterwards it gives the second the answer of the first.
/// </summary>
internal sealed class OneCallPerKey(KeyTurns turns) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Headers.TryGetValues("Idempotency-Key", out var keys) || keys.FirstOrDefault() is not { } key)
            return await base.SendAsync(request, cancellationToken);
        using (await turns.WaitAsync(key, cancellationToken))
            return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Whose turn it is under which key, on this instance; of another instance's call Stripe's answer tells.</summary>
internal sealed class KeyTurns
{
    private readonly Dictionary<string, Turn> turns = new(StringComparer.Ordinal);

    /// <summary>The turn ends when the answer is disposed.</summary>
    public async Task<IDisposable> WaitAsync(string key, CancellationToken ct)
    {
        Turn? turn;
        lock (turns)
        {
            if (!turns.TryGetValue(key, out turn))
                turns[key] = turn = new Turn(this, key);
            turn.Users++;
        }

        try
        {
            await turn.Gate.WaitAsync(ct);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (turns)
        {
            if (--turn.Users > 0)
                return;
            turns.Remove(turn.Key);
        }

        turn.Gate.Dispose();
    }

    private sealed class Turn(KeyTurns all, string key) : IDisposable
    {
        public string Key => key;

        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }

        public void Dispose()
        {
            Gate.Release();
            all.Leave(this);
        }
    }
}
