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
        [SeededFault.ACallWithinATransaction] = 2,
        [SeededFault.AcknowledgedBeforeStored] = 174,
        [SeededFault.AnotherAmountIsGivenBack] = 3,
        [SeededFault.AnotherAmountIsTakenForTheOrders] = 15,
        [SeededFault.AnotherTotalIsShown] = 7,
        [SeededFault.AnswersComeFromMemory] = 8,
        [SeededFault.AppliedBeforeDone] = 2,
        [SeededFault.CancelledGoodsStayAway] = 25,
        [SeededFault.ChangedCartsKeepTheirForm] = 4,
        [SeededFault.DebitOfAnotherAmountWaitsForEver] = 296,
        [SeededFault.DisputeIsBookedAtEachEvent] = 4,
        [SeededFault.DisputeOfHeldMoneyStopsTheOrder] = 23,
        [SeededFault.EndOfADisputeIsNotHeard] = 4,
        [SeededFault.EventsAreBelieved] = 19,
        [SeededFault.EventsListIsNotRead] = 5,
        [SeededFault.FailedPaymentIsNotTold] = 1,
        [SeededFault.FailureOfARefundIsNotHeard] = 52,
        [SeededFault.FormsAreNotReallyClosed] = 7,
        [SeededFault.GoodsAreNeverReleased] = 2,
        [SeededFault.GoodsAreReleasedWhileTheBankThinks] = 19,
        [SeededFault.HeldMoneyAsksNobody] = 15,
        [SeededFault.LeaseOfAnEventIsIgnored] = 26,
        [SeededFault.NoAnswerMeansNoForm] = 99,
        [SeededFault.NoAnswerMeansNoRefund] = 2,
        [SeededFault.NoMailForAPaidOrder] = 2,
        [SeededFault.NoReconciliationRuns] = 4,
        [SeededFault.NothingIsRestored] = 49,
        [SeededFault.OrphansStayOpen] = 40,
        [SeededFault.PaymentIsBookedAtEachEvent] = 2,
        [SeededFault.ProviderIsNotAskedToForget] = 26,
        [SeededFault.RandomKeyForABuyer] = 4,
        [SeededFault.RandomKeyForAForm] = 4,
        [SeededFault.RandomKeyForARefund] = 274,
        [SeededFault.RefundIsBookedAtEachEvent] = 2,
        [SeededFault.RefundsAreAddedUp] = 2,
        [SeededFault.RefusedMailIsCalledSent] = 15,
        [SeededFault.ReservationsMoveFromAnyState] = 2,
        [SeededFault.RestoredPaymentKeepsItsNumber] = 846,
        [SeededFault.SecondPaymentConfirmsAgain] = 3,
        [SeededFault.SecondPaymentIsKept] = 3,
        [SeededFault.StockIsNeverTaken] = 2,
        [SeededFault.StockIsPromisedWithoutLooking] = 19,
        [SeededFault.StockIsTakenTwice] = 2,
        [SeededFault.TwoFormsForACart] = 23,
        [SeededFault.TwoFormsForAnOrder] = 737,
        [SeededFault.UnfulfillableIsKept] = 21,
        [SeededFault.WatermarkBeforeTheEventsAreRead] = 15,
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
