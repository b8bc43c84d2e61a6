using BlazorShop.Mail;

namespace BlazorShop.Tests.Simulation;

/// <summary>A email server that refuses some, and loses its answer to others.</summary>
internal sealed class SimulatedPost(Universe universe, ShopProcess process) : IMailTransport
{
    public string Destination => "nowhere";

    public Task SendAsync(OutboxMessage mail, CancellationToken ct)
    {
        if (universe.InTransaction)
            throw universe.Break("no mail is sent in a transaction", mail.DedupKey);
        universe.Gate(process, "mail");
        if (universe.Chance(universe.Odds.Post))
        {
            universe.Reach.Note("mail refused");
            if (universe.Seeded?.SwallowsRefusals == true)
                return Task.CompletedTask;
            throw new IOException("The mail server does not answer.");
        }

        universe.Sent.Add(mail.Id);
        if (universe.Chance(universe.Odds.Post / 4))
            throw new IOException("The mail server took it, and its answer is lost.");
        universe.Gate(process, "mailed");
        return Task.CompletedTask;
    }
}
