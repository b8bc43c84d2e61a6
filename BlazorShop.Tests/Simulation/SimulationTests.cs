using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BlazorShop.Tests.Testing;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// Random schedules of buyers, staff, the provider and crashes on the shop's real services. A schedule that breaks a rule is
/// printed with its seed; <c>SHOP_SIM_SEED=…</c> plays that one alone, <c>SHOP_SIM_SCHEDULES=…</c> sets how many are played:
/// a hundred, two thousand in a long run.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>So many schedules must have come to all of it.</summary>
    private const int Enough = 2000;

    /// <summary>
    /// How often at least. Every <see cref="BlazorShop.Payments.PaymentEvent"/> that is told, every branch of what one means, and every
    /// state in which the shop's records can end.
    /// </summary>
    private static readonly Dictionary<string, int> least = new(StringComparer.Ordinal)
    {
        ["told Opened"] = 2000,
        ["told Succeeded"] = 1000,
        ["told Processing"] = 300,
        ["told Failed"] = 100,
        ["told Expired"] = 1000,
        ["told Refunded"] = 1000,
        ["told Disputed"] = 300,
        ["told TotalDiffers"] = 30,
        ["told Restore"] = 10,
        ["payment Paid"] = 1000,
        ["payment Paid, held: SecondPayment"] = 50,
        ["payment Paid, held: OtherAmount"] = 50,
        ["payment Paid, held: AfterCancellation"] = 5,
        ["payment Failed"] = 50,
        ["payment Expired"] = 1000,
        ["payment Abandoned"] = 100,
        ["refund Succeeded"] = 500,
        ["refund Failed"] = 100,
        ["refund Refused"] = 100,
        ["dispute Won"] = 100,
        ["dispute Lost"] = 50,
        ["dispute InquiryClosed"] = 30,
        ["two disputes on one order"] = 10,
        ["reservation Taken"] = 1000,
        ["reservation Released"] = 1000,
        ["order Confirmed"] = 500,
        ["order Completed"] = 50,
        ["order Cancelled"] = 200,
        ["order Expired"] = 1000,
        ["order Failed"] = 50,
        ["order PartiallyRefunded"] = 100,
        ["order Refunded"] = 50,
        ["order Disputed"] = 50,
        ["order PartiallyShipped"] = 10,
        ["order Shipped"] = 50,
        ["order Delivered"] = 5,
        ["order restored"] = 10,
        ["mail confirmed"] = 1000,
        ["mail unfulfillable"] = 20,
        ["mail processing"] = 200,
        ["mail failed"] = 100,
        ["mail unpaid"] = 500,
        ["mail cancelled"] = 200,
        ["mail held"] = 50,
        ["mail refused"] = 200,
        ["event Applied"] = 5000,
        ["event Ignored"] = 10,
        ["difference of the books"] = 20,
        ["late debit"] = 100,
        ["the same click twice"] = 2000,
        ["restored from a copy"] = 50,
        ["forgotten"] = 100,
        ["subscription Active"] = 100,
        ["subscription Active, paused"] = 10,
        ["subscription PastDue"] = 20,
        ["subscription Cancelled"] = 40,
        ["renewal in full"] = 150,
        ["renewal reduced"] = 150,
        ["renewal of nothing"] = 70,
        ["renewal with more"] = 20,
        ["renewal paid after it had failed"] = 30,
        ["renewal paid outside"] = 15,
        ["renewal void while paused"] = 50,
        ["renewal Closed"] = 80,
        ["renewal Open"] = 30,
        ["refund of a renewal: Begun"] = 20,
        ["refund outside"] = 3,
        ["dispute of a renewal"] = 10,
        ["mail delayed"] = 30,
        ["command Pause Done"] = 40,
        ["command Pause Superseded"] = 20,
        ["command Resume Done"] = 30,
        ["command Cancel Done"] = 40,
        ["command Keep Done"] = 40,
        ["command End Done"] = 40,
        ["command ChangeCard Done"] = 80,
        ["command ChangeCard Refused"] = 20,
        ["command ChangeCard Superseded"] = 10,
    };

    [Fact]
    public async Task Random_schedules_of_everything_that_can_happen_leave_the_books_in_order()
    {
        var one = Number("SHOP_SIM_SEED");
        var first = one ?? Number("SHOP_SIM_FIRST") ?? 1;
        var count = one is null ? Number("SHOP_SIM_SCHEDULES") ?? LongRuns.Pick(100, Enough) : 1;
        var next = first - 1;
        var (steps, crashes, calls, paid, failures) = (0L, 0L, 0L, 0L, new List<string>());
        var reach = new Reach();
        var digest = 0UL;
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                int seed;
                while ((seed = Interlocked.Increment(ref next)) < first + count && failures.Count < 3)
                {
                    using var universe = new Universe(seed);
                    var failure = Play(universe);
                    lock (failures)
                    {
                        if (failure is not null)
                            failures.Add(failure);
                        reach.Add(universe.Reach);
                        digest ^= Digest(universe);
                        steps += universe.Steps;
                        crashes += universe.Crashes;
                        calls += universe.Calls;
                        paid += universe.Provider.Sessions.Count(s => s.Captured > 0);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        count = Math.Min(count, next - first + 1);
        var spent = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        output.WriteLine($"{count} schedules from seed {first}: {steps} steps, {crashes} crashes, {calls} calls, {paid} payments, digest {digest:x16}; {spent:F0} CPU-s, {count / spent:F1} schedules for each of them");
        output.WriteLine(reach.ToString());
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        // A short run must come past what is frequent, if a tenth as often.
        var share = count >= Enough ? 1.0 : count / (10.0 * Enough);
        if (one is null)
            Assert.Empty(least.Where(l => reach[l.Key] < (long)(l.Value * share)).Select(l => $"{l.Key}: {reach[l.Key]} times, not {(long)(l.Value * share)}"));
    }

    /// <summary>What happened, in one number: a change that leaves all schedules as they were leaves it as it was.</summary>
    private static ulong Digest(Universe universe) => BinaryPrimitives.ReadUInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(universe.Seed.ToString(CultureInfo.InvariantCulture) + string.Concat(universe.Story))));

    /// <summary>Null when all rules held.</summary>
    private static string? Play(Universe universe)
    {
        try
        {
            universe.Live();
            return null;
        }
        catch (BrokenRuleException broken)
        {
            var story = new StringBuilder();
            story.AppendLine(CultureInfo.InvariantCulture, $"Seed {universe.Seed} broke a rule: {broken.Message}");
            story.AppendLine(CultureInfo.InvariantCulture, $"Play it alone: SHOP_SIM_SEED={universe.Seed} dotnet test --filter SimulationTests");
            foreach (var line in universe.Story.TakeLast(Number("SHOP_SIM_STORY") ?? 90))
                story.AppendLine(line);
            foreach (var line in universe.Troubles())
                story.AppendLine("Trouble: " + line);
            return story.ToString();
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
