using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Payments;

/// <summary>
/// Every try to pay, and the provider's names for the buyer. A form that still takes money is closed before anything is erased; the provider is asked to
/// forget the buyer afterwards.
/// </summary>
internal sealed partial class PaymentPersonalData(BuyerRecords buyers, PaymentSessions payments, ILogger<PaymentPersonalData> logger) : IPersonalData, IErasureRest
{
    public int Place => 30;

    public async Task ExportAsync(PersonalFile file, Person person, CancellationToken ct)
    {
        var (tries, names) = await buyers.TellAsync(person.Customer, ct);
        file.Add("payments", tries.Select(p => new
        {
            order = file.NumberOf(p.Order),
            attempt = p.Attempt,
            amount = PersonalFile.Of(p.Amount),
            state = p.State.ToString(),
            session = p.Session,
            reference = p.Reference,
            createdAt = p.CreatedAt,
            settledAt = p.SettledAt,
            problem = KindText.Read<GivenUpBecause>(p.Problem) is var (why, words) ? string.Join(": ", [why.ToString(), .. words]) : p.Problem,
            refunds = p.Refunds.Select(r => new { amount = PersonalFile.Of(r.Amount), state = r.State.ToString(), because = r.Because.ToString(), reason = r.Reason, createdAt = r.CreatedAt }),
        }).ToList());
        file.Add("paymentProviderCustomers", names);
    }

    public async Task<ErasureRefusal?> PrepareAsync(Person person, CancellationToken ct)
    {
        try
        {
            foreach (var live in await buyers.LiveAsync(person.Customer, ct))
            {
                if (await payments.CloseAsync(live, ct) is PaymentState.Processing)
                    return ErasureRefusal.PaymentIsProcessing;
            }

            return null;
        }
        catch (PaymentGatewayException failure)
        {
            NotClosed(logger, person.Customer, failure.Problem);
            return ErasureRefusal.FormNotClosed;
        }
    }

    public async Task<ErasureRefusal?> EraseAsync(ShopDbContext db, Person person, CancellationToken ct)
    {
        if (await BuyerRecords.IsUnsettledAsync(db, person.Customer, ct))
            return ErasureRefusal.PaymentIsProcessing;
        await buyers.ForgetAsync(db, person.Customer, ct);
        return null;
    }

    public Task<IReadOnlyList<CustomerId>> WrittenSinceAsync(DateTime since, CancellationToken ct) => buyers.RememberedSinceAsync(since, ct);

    public Task EraseLateAsync(IReadOnlyCollection<CustomerId> gone, CancellationToken ct) => buyers.ForgetAsync(gone, ct);

    public Task TellOthersAsync(CancellationToken ct) => buyers.ForgetDueAsync(ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A form of customer {Customer}, who wants to be forgotten, could not be closed ({Problem})")]
    private static partial void NotClosed(ILogger logger, CustomerId customer, GatewayProblem problem);
}
