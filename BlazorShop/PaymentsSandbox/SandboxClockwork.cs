using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox;

/// <summary>What happens by itself as time passes: sessions expire, banks settle debits, refunds arrive or bounce.</summary>
internal sealed partial class SandboxClockwork(SandboxStore store, TimeProvider time, ILogger<SandboxClockwork> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public Task RunOnceAsync()
    {
        store.Run(work =>
        {
            Sessions.ExpireAllPast(work);
            SubscriptionBilling.RunClock(work);
            foreach (var plan in work.TakeDuePlans())
                Perform(work, plan);
        });
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                try
                {
                    await RunOnceAsync();
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    PassFailed(error);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The shop is stopping.
        }
    }

    private static void Perform(SandboxWork work, Plan plan)
    {
        switch (plan.Verb)
        {
            case DebitSettlement.Plan:
                DebitSettlement.SettleByBank(work, plan.Subject);
                break;
            case Refunds.SucceedPlan:
                Refunds.Succeed(work, plan.Subject);
                break;
            case Refunds.FailPlan:
                Refunds.Fail(work, plan.Subject);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sandbox's clock stumbled and will go on")]
    private partial void PassFailed(Exception error);
}
