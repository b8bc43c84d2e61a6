using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>A simulation that finds nothing proves something only if it finds what is there: one run for each seeded fault.</summary>
public sealed class SensitivityTests(ITestOutputHelper output)
{
    private const int Most = 2000;

    /// <summary>Those that have been found so far; the others of <see cref="SeededFault"/> wait for their first run.</summary>
    public static TheoryData<SeededFault> Faults =>
    [
        SeededFault.ACallWithinATransaction,
        SeededFault.AnotherAmountIsAsked,
        SeededFault.AnotherAmountIsGivenBack,
        SeededFault.AnswersComeFromMemory,
        SeededFault.ChangedCartsKeepTheirForm,
        SeededFault.DisputeIsBookedAtEachEvent,
        SeededFault.EventsAreBelieved,
        SeededFault.FailedPaymentIsNotTold,
        SeededFault.LeaseOfAnEventIsIgnored,
        SeededFault.NoAnswerMeansNoForm,
        SeededFault.NoHealerRuns,
        SeededFault.NoInboxRuns,
        SeededFault.NoMailForAPaidOrder,
        SeededFault.NoReconciliationRuns,
        SeededFault.PaymentIsBookedAtEachEvent,
        SeededFault.RandomKeyForABuyer,
        SeededFault.RefundsAreAddedUp,
        SeededFault.TwoFormsForACart,
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_seeded_fault_is_found(SeededFault fault) => await Task.Factory.StartNew(
        () =>
        {
            for (var seed = 1; seed <= Most; seed++)
            {
                using var universe = new Universe(seed, SeededFaults.Make(fault));
                try
                {
                    universe.Live();
                }
                catch (BrokenRuleException broken)
                {
                    output.WriteLine($"{fault} | seed {seed} | {(broken.Message.Length > 200 ? broken.Message[..200] : broken.Message)}");
                    return;
                }
            }

            Assert.Fail($"{fault} was not found in {Most} schedules.");
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
