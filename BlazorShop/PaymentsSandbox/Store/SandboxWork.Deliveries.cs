namespace BlazorShop.PaymentsSandbox.Store;

/// <summary>A try, done or due, to bring an event to the shop.</summary>
internal sealed record Delivery(long Id, string Event, long Due, int Attempts, string State, string? Answer);

internal sealed partial class SandboxWork
{
    public void Deliver(string happening, long due, string state = "waiting")
    {
        using var command = Command(
            "INSERT INTO deliveries (event, due, state) VALUES ($event, $due, $state)", ("$event", happening), ("$due", due), ("$state", state));
        command.ExecuteNonQuery();
        Announced = true;
    }

    public List<Delivery> DueDeliveries(int limit) => Deliveries(
        "WHERE state = 'waiting' AND due <= $now ORDER BY due, id LIMIT $limit", ("$now", NowMilliseconds), ("$limit", limit));

    public List<Delivery> DeliveriesOf(string happening) => Deliveries("WHERE event = $event ORDER BY id", ("$event", happening));

    public long? NextDue()
    {
        using var command = Command("SELECT MIN(due) FROM deliveries WHERE state = 'waiting'");
        return command.ExecuteScalar() as long?;
    }

    public void Save(Delivery delivery)
    {
        using var command = Command(
            "UPDATE deliveries SET due = $due, attempts = $attempts, state = $state, answer = $answer WHERE id = $id",
            ("$id", delivery.Id), ("$due", delivery.Due), ("$attempts", delivery.Attempts), ("$state", delivery.State), ("$answer", delivery.Answer));
        command.ExecuteNonQuery();
        Announced = true;
    }

    private List<Delivery> Deliveries(string where, params (string, object?)[] values)
    {
        using var command = Command("SELECT id, event, due, attempts, state, answer FROM deliveries " + where, values);
        using var reader = command.ExecuteReader();
        var found = new List<Delivery>();
        while (reader.Read())
        {
            found.Add(new Delivery(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5)));
        }
        return found;
    }
}
