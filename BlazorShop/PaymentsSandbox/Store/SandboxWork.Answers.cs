namespace BlazorShop.PaymentsSandbox.Store;

/// <summary>The first answer given under an idempotency key.</summary>
internal sealed record StoredAnswer(string Request, int Status, string Body);

internal sealed partial class SandboxWork
{
    /// <summary>Stripe may forget a key after a day; so do we, at once.</summary>
    private const long KeyLife = 24 * 60 * 60;

    public StoredAnswer? FindAnswer(string key)
    {
        using var command = Command(
            "SELECT request, status, body FROM answers WHERE key = $key AND created > $since", ("$key", key), ("$since", Now - KeyLife));
        using var reader = command.ExecuteReader();
        return reader.Read() ? new StoredAnswer(reader.GetString(0), reader.GetInt32(1), reader.GetString(2)) : null;
    }

    public void KeepAnswer(string key, StoredAnswer answer)
    {
        using var command = Command(
            "INSERT OR REPLACE INTO answers (key, request, status, body, created) VALUES ($key, $request, $status, $body, $now)",
            ("$key", key), ("$request", answer.Request), ("$status", answer.Status), ("$body", answer.Body), ("$now", Now));
        command.ExecuteNonQuery();
    }
}
