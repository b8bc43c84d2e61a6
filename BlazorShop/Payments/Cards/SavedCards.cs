using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Payments.Cards;

/// <summary>
/// A buyer's saved cards. The provider keeps them and is asked each time; here stands only whose customer at the provider is
/// whose. What somebody asked for is finished even when their page goes away meanwhile.
/// </summary>
public sealed partial class SavedCards(
    IDbContextFactory<ShopDbContext> contexts,
    ICardGateway gateway,
    PaymentSessions payments,
    ShopInstance instance,
    CardRules rules,
    FormSettings forms,
    IOptions<ShopOptions> shop,
    StaffGuard guard,
    TimeProvider time,
    ILogger<SavedCards> logger)
{
    /// <summary>The buyer's cards, newest first.</summary>
    public async Task<IReadOnlyList<SavedCard>> OfAsync(CustomerId customer, CancellationToken ct) =>
        await ReferenceAsync(customer, ct) is { } known ? await gateway.CardsAsync(known, ct) : [];

    /// <summary>The buyer's own card, or null.</summary>
    public async Task<SavedCard?> FindAsync(CustomerId customer, string card, CancellationToken ct) =>
        (await OfAsync(customer, ct)).FirstOrDefault(c => c.Reference == card);

    /// <summary>What the forms would do with each card of a customer.</summary>
    public async Task<IReadOnlyList<CardVerdict>> JudgeAsync(ClaimsPrincipal staff, CustomerId customer, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Customers, ct);
        return rules.Judge(await OfAsync(customer, ct));
    }

    /// <summary>The buyer's cards, newest first, with what the forms do with each.</summary>
    public async Task<IReadOnlyList<CardVerdict>> JudgeOwnAsync(CustomerId customer, CancellationToken ct) => rules.Judge(await OfAsync(customer, ct));

    /// <summary>The owner agrees that the forms show this card at later purchases. False when this buyer has no such card.</summary>
    public async Task<bool> ConsentAsync(CustomerId customer, string card)
    {
        if (await FindAsync(customer, card, CancellationToken.None) is null)
            return false;
        await gateway.ShowAgainAsync(card, time.GetUtcNow(), CancellationToken.None);
        Consented(logger, customer, card);
        return true;
    }

    /// <summary>False when this buyer has no such card.</summary>
    public async Task<bool> MakeDefaultAsync(CustomerId customer, string card)
    {
        if (await ReferenceAsync(customer, CancellationToken.None) is not { } known || await FindAsync(customer, card, CancellationToken.None) is null)
            return false;
        await gateway.MakeDefaultCardAsync(known, card, CancellationToken.None);
        DefaultChanged(logger, customer, card);
        return true;
    }

    /// <summary>False when this buyer has no such card; so also the second of two clicks.</summary>
    public async Task<bool> RemoveAsync(CustomerId customer, string card)
    {
        if (await FindAsync(customer, card, CancellationToken.None) is null)
            return false;
        try
        {
            await gateway.RemoveCardAsync(card, CancellationToken.None);
        }
        catch (PaymentGatewayException refused) when (refused.Problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
        {
            // Another tab may have been quicker. What is still there was refused for another reason.
            if (await FindAsync(customer, card, CancellationToken.None) is not null)
                throw;
        }

        Removed(logger, customer, card);
        return true;
    }

    /// <summary>A form in which the buyer saves a card. <paramref name="baseUrl"/> leads back.</summary>
    public async Task<CardForm> OpenFormAsync(CustomerId customer, string email, string baseUrl, string locale, CancellationToken ct)
    {
        var back = shop.Value.BaseOr(baseUrl) + "/Account/Manage/Cards/Added?session_id=" + payments.Provider.FormTemplate;
        var ends = FormTimes.EndOf(time.GetUtcNow());
        var known = await payments.CustomerAsync(customer, email, ct);
        try
        {
            return await OpenAsync(known);
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            // Deleted there: another name is made, without the cards that the old one had.
            if (!await payments.ForgetReferenceAsync(known, ct))
                throw;
            return await OpenAsync(await payments.CustomerAsync(customer, email, ct));
        }

        async Task<CardForm> OpenAsync(string reference) => await gateway.OpenCardFormAsync(
            new CardFormRequest(customer, reference, await instance.IdAsync(ct), shop.Value.Currency, back, locale, ends, rules, PaymentLook.Of(shop.Value, forms)), ct);
    }

    /// <summary>The buyer comes back from the form. Null when it is not one of theirs.</summary>
    public async Task<CardForm?> ReturnAsync(CustomerId customer, string form, CancellationToken ct)
    {
        try
        {
            var known = await gateway.GetCardFormAsync(form, ct);
            if (known.Owner?.Customer != customer)
                return null;
            await SyncAsync(known, ct);
            return known;
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem is GatewayProblem.NotFound or GatewayProblem.Rejected)
        {
            return null;
        }
    }

    /// <summary>
    /// The address that the provider's forms fill in. False while a form of this buyer is open, which has its own: then later.
    /// </summary>
    public async Task<bool> KeepAddressAsync(CustomerId customer, Address? address, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Payments.AnyAsync(p => p.CustomerId == customer && (p.State == PaymentState.Creating || p.State == PaymentState.Open), ct))
            return false;
        // Whom the provider does not know yet has no form: the first one tells the address itself.
        if (await ReferenceAsync(customer, ct) is { } known)
            await gateway.KeepAddressAsync(known, address, ct);
        return true;
    }

    /// <summary>A form was completed, says an event; whether or not its buyer came back.</summary>
    public async Task<SyncResult> SyncFormAsync(string form, CancellationToken ct) => await SyncAsync(await gateway.GetCardFormAsync(form, ct), ct);

    /// <summary>A card was saved, in whichever form: a buyer's only card is their default.</summary>
    public async Task<SyncResult> SyncCardAsync(string card, CancellationToken ct) =>
        await gateway.OwnerOfCardAsync(card, ct) is { } owner && await IsOursAsync(owner, ct) ? await DefaultAsync(owner, card, ct) : SyncResult.NotOurs;

    private async Task<SyncResult> SyncAsync(CardForm form, CancellationToken ct)
    {
        if (form.Owner is not { } owner || !await IsOursAsync(owner.CustomerReference, ct))
            return SyncResult.NotOurs;
        return form is { IsComplete: true, Card: { } card } ? await DefaultAsync(owner.CustomerReference, card, ct) : SyncResult.Unchanged;
    }

    /// <summary>Whoever hears of it first does it; for everybody else there is a default already.</summary>
    private async Task<SyncResult> DefaultAsync(string owner, string card, CancellationToken ct)
    {
        var cards = await gateway.CardsAsync(owner, ct);
        if (cards.Any(c => c.IsDefault) || cards.All(c => c.Reference != card))
            return SyncResult.Unchanged;
        await gateway.MakeDefaultCardAsync(owner, card, ct);
        return SyncResult.Changed;
    }

    private async Task<bool> IsOursAsync(string customerReference, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PaymentCustomers.Of(payments.Provider).AnyAsync(c => c.Reference == customerReference && c.Environment == payments.Environment, ct);
    }

    private async Task<string?> ReferenceAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PaymentCustomers.Of(payments.Provider).Where(c => c.CustomerId == customer && c.Environment == payments.Environment)
            .Select(c => c.Reference).FirstOrDefaultAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} made card {Card} their default")]
    private static partial void DefaultChanged(ILogger logger, CustomerId customer, string card);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} agreed that checkout shows card {Card}")]
    private static partial void Consented(ILogger logger, CustomerId customer, string card);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} removed card {Card}")]
    private static partial void Removed(ILogger logger, CustomerId customer, string card);
}
