using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>The provider's name for a buyer, which every form of theirs is opened under.</summary>
public sealed partial class PaymentSessions
{
    /// <summary>Writes the provider's name for the buyer into the payment before the first call: a repeated call must be the same call.</summary>
    private async Task<string> FixCustomerAsync(Payment payment, PaymentRequest request, CancellationToken ct)
    {
        var reference = await CustomerAsync(payment.CustomerId, request.Email, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Payments.Where(p => p.Id == payment.Id && p.CustomerReference == null)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.CustomerReference, reference), ct);
        return await db.Payments.Where(p => p.Id == payment.Id).Select(p => p.CustomerReference).SingleAsync(ct)
            ?? throw new InvalidOperationException($"Payment {payment.Id} lost its customer.");
    }

    /// <summary>The provider's name for the buyer, made once: the row with the key is committed before the provider is asked.</summary>
    internal async Task<string> CustomerAsync(CustomerId customer, string email, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = db.PaymentCustomers.Of(gateway.Provider).Where(c => c.CustomerId == customer && c.Environment == gateway.Environment);
        var row = await mine.AsNoTracking().FirstOrDefaultAsync(ct);
        if (row is null)
        {
            row = new PaymentCustomer
            {
                CustomerId = customer,
                Provider = gateway.Provider.Key,
                Environment = gateway.Environment,
                IdempotencyKey = $"customer-{customer}",
                Email = email,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            };
            db.PaymentCustomers.Add(row);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException failure) when (Collision.Is(failure))
            {
                // Another tab was first; its row holds the key.
                db.ChangeTracker.Clear();
                row = await mine.AsNoTracking().SingleOrDefaultAsync(ct);
                if (row is null)
                    ExceptionDispatchInfo.Throw(failure);
            }
        }

        if (row.Reference is { } known)
            return known;
        try
        {
            var reference = await gateway.CreateCustomerAsync(customer, row.Email, row.IdempotencyKey, ct);
            // Meanwhile the name may have been deleted there, and another tab may have got the next one.
            await mine.Where(c => c.IdempotencyKey == row.IdempotencyKey && c.Reference == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, reference), ct);
            return await mine.Select(c => c.Reference).SingleAsync(ct)
                ?? throw new PaymentGatewayException(GatewayProblem.Unavailable, "The payment provider no longer knows the buyer: the next try makes another name.");
        }
        catch (PaymentGatewayException failure) when (failure.IsRemembered)
        {
            var next = PaymentCustomer.NextKey(time);
            await mine.Where(c => c.IdempotencyKey == row.IdempotencyKey && c.Reference == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.IdempotencyKey, next), ct);
            throw;
        }
    }

    /// <summary>
    /// The provider no longer knows this name of a buyer: the next call makes another, under another key. False where the name is
    /// nobody's, or its buyer asked to be forgotten.
    /// </summary>
    internal async Task<bool> ForgetReferenceAsync(string reference, CancellationToken ct)
    {
        var key = PaymentCustomer.NextKey(time);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PaymentCustomers.Of(gateway.Provider).Where(c => c.Reference == reference && c.Environment == gateway.Environment && c.ForgetAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, (string?)null).SetProperty(c => c.IdempotencyKey, key), ct) > 0;
    }
}
