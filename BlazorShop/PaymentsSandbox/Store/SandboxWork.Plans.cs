namespace BlazorShop.PaymentsSandbox.Store;

/// <summary>Something the bank will do later: settle a debit, finish a refund.</summary>
internal sealed record Plan(long Id, string Verb, string Subject);

/// <summary>A kind of trouble that can be switched on.</summary>
internal static class Switches
{
    public const string ApiDown = "api_down";
    public const string Slow = "slow";
    public const string RateLimited = "rate_limited";
    public const string LoseAnswers = "lose_answers";
    public const string DropWebhooks = "drop_webhooks";
    public const string HoldWebhooks = "hold_webhooks";
    public const string TotalsDiffer = "totals_differ";
}

internal sealed partial class SandboxWork
{
    public void PlanFor(TimeSpan later, string verb, string subject)
    {
        using var command = Command(
            "INSERT INTO plans (due, verb, subject) VALUES ($due, $verb, $subject)",
            ("$due", Now + (long)later.TotalSeconds), ("$verb", verb), ("$subject", subject));
        command.ExecuteNonQuery();
    }

    /// <summary>Takes the plans that are due off the list.</summary>
    public List<Plan> TakeDuePlans()
    {
        using var command = Command("DELETE FROM plans WHERE due <= $now RETURNING id, verb, subject", ("$now", Now));
        using var reader = command.ExecuteReader();
        var due = new List<Plan>();
        while (reader.Read())
            due.Add(new Plan(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        return due;
    }

    public void DropPlans(string verb, string subject)
    {
        using var command = Command("DELETE FROM plans WHERE verb = $verb AND subject = $subject", ("$verb", verb), ("$subject", subject));
        command.ExecuteNonQuery();
    }

    public bool IsOn(string name)
    {
        using var command = Command("SELECT 1 FROM switches WHERE name = $name", ("$name", name));
        return command.ExecuteScalar() is not null;
    }

    public void Turn(string name, bool on)
    {
        using var command = Command(
            on ? "INSERT OR IGNORE INTO switches (name) VALUES ($name)" : "DELETE FROM switches WHERE name = $name", ("$name", name));
        command.ExecuteNonQuery();
        Announced = true;
    }
}
