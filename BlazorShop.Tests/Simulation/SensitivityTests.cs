using System.Globalization;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// A simulation that finds nothing proves something only if it finds what is there: one run for each seeded fault.
/// <c>SHOP_SIM_FAULTS=faults.md</c> writes down which rule found it, and by which seed.
/// </summary>
public sealed class SensitivityTests(ITestOutputHelper output)
{
    private static readonly int most = int.TryParse(Environment.GetEnvironmentVariable("SHOP_SIM_SCHEDULES"), CultureInfo.InvariantCulture, out var number) ? number : 2000;

    /// <summary>
    /// Where each was found last: that schedule is played first, and only if it no longer finds it (any change of the code moves
    /// all of them) the others from 1 on.
    /// </summary>
    private static readonly Dictionary<SeededFault, int> found = new()
    {
        [SeededFault.ACallWithinATransaction] = 1,
        [SeededFault.AnotherAmountIsAsked] = 1,
        [SeededFault.AnotherAmountIsGivenBack] = 5,
        [SeededFault.AnswersComeFromMemory] = 2,
        [SeededFault.AppliedBeforeDone] = 8,
        [SeededFault.ChangedCartsKeepTheirForm] = 23,
        [SeededFault.DisputeIsBookedAtEachEvent] = 9,
        [SeededFault.EventsAreBelieved] = 19,
        [SeededFault.EventsListIsNotRead] = 119,
        [SeededFault.FailedPaymentIsNotTold] = 19,
        [SeededFault.FailureOfARefundIsNotHeard] = 8,
        [SeededFault.FormsAreNotReallyClosed] = 7,
        [SeededFault.GoodsAreNeverReleased] = 2,
        [SeededFault.GoodsAreReleasedWhenTheFormOpens] = 1,
        [SeededFault.GoodsAreReleasedWhileTheBankThinks] = 19,
        [SeededFault.LeaseOfAnEventIsIgnored] = 8,
        [SeededFault.NoAnswerMeansNoRefund] = 8,
        [SeededFault.NoAnswerMeansNoForm] = 13,
        [SeededFault.NoHealerRuns] = 1,
        [SeededFault.NoInboxRuns] = 1,
        [SeededFault.NoMailForAPaidOrder] = 1,
        [SeededFault.NoReconciliationRuns] = 3,
        [SeededFault.PaymentIsBookedAtEachEvent] = 1,
        [SeededFault.RandomKeyForABuyer] = 4,
        [SeededFault.RandomKeyForAForm] = 4,
        [SeededFault.RandomKeyForARefund] = 1015,
        [SeededFault.RefundIsBookedAtEachEvent] = 5,
        [SeededFault.RefundsAreAddedUp] = 5,
        [SeededFault.ReservationsMoveFromAnyState] = 2,
        [SeededFault.StockIsNeverTaken] = 1,
        [SeededFault.StockIsPromisedWithoutLooking] = 88,
        [SeededFault.StockIsTakenTwice] = 1,
        [SeededFault.TwoFormsForACart] = 32,
        [SeededFault.UnfulfillableIsKept] = 179,
    };

    public static TheoryData<SeededFault> Faults => [.. Enum.GetValues<SeededFault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_seeded_fault_is_found(SeededFault fault) => await Task.Factory.StartNew(
        () =>
        {
            foreach (var seed in Enumerable.Range(1, most).Prepend(found.GetValueOrDefault(fault, 1)))
            {
                using var universe = new Universe(seed, SeededFaults.Make(fault));
                try
                {
                    universe.Live();
                }
                catch (BrokenRuleException broken)
                {
                    var row = $"| {fault} | {seed} | {broken.Rule} |";
                    output.WriteLine(row);
                    if (Environment.GetEnvironmentVariable("SHOP_SIM_FAULTS") is { Length: > 0 } table)
                        File.AppendAllText(table, row + "\n");
                    return;
                }
            }

            Assert.Fail($"{fault} was not found in {most} schedules.");
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
