using BlazorShop.Common;

namespace BlazorShop.Assurance;

/// <summary>Checks the rules of the books over and over, and says loudly when one is broken.</summary>
public sealed partial class InvariantsWorker(Invariants invariants, TimeProvider time, ILogger<InvariantsWorker> logger)
    : PeriodicWorker(TimeSpan.FromMinutes(5), time, logger)
{
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var broken in (await invariants.CheckAndKeepAsync(ct)).Where(v => v.Broken.Count > 0))
            Alarm(logger, broken.Name, broken.Rule, broken.Broken[0]);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Rule} is broken: {Words} For example: {Example}")]
    private static partial void Alarm(ILogger logger, string rule, string words, string example);
}
