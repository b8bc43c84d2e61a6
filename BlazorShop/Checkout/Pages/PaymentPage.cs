using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Pricing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;

namespace BlazorShop.Checkout.Pages;

/// <summary>
/// A page on which something is paid: what that is, and how its form is asked for, is each page's own. Everything that matters is in the database
/// before the form opens: it only shows and asks.
/// </summary>
public abstract class PaymentPage : ComponentBase, IDisposable
{
    /// <summary>Who has waited so long wonders whether anything happens.</summary>
    private static readonly TimeSpan longWait = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource closing = new();
    private FormWatch? watch;
    private bool opening;
    private bool looking;
    private Task loading = Task.CompletedTask;

    /// <summary>What is paid for; null until it is known.</summary>
    public Quote? Quote { get; protected set; }

    /// <summary>How often it is paid again; null: this once.</summary>
    public Recurrence? Recurrence { get; protected set; }

    /// <summary>Where it goes, as chosen before; null where an order is paid again.</summary>
    [Parameter]
    public Address? Address { get; set; }

    public CheckoutStart.Ready? Ready { get; private set; }

    public CheckoutStart.OfferChanged? Changed { get; private set; }

    public CheckoutStart.TooManyForms? TooMany { get; private set; }

    /// <summary>The order whose form was renewed as often as it may be.</summary>
    public string? Spent { get; private set; }

    public IReadOnlyList<string> Problems { get; protected set; } = [];

    /// <summary>The order that is paid, once there is one.</summary>
    public string? Number { get; protected set; }

    /// <summary>The order is there and its form is opened again, as on its own page.</summary>
    public bool PaysAgain { get; protected set; }

    public bool Busy { get; protected set; } = true;

    public bool Slow { get; private set; }

    public bool Expired { get; private set; }

    /// <summary>A SKU that is bought by subscription, past the cart; null: something else is paid.</summary>
    public virtual string? Sku => null;

    /// <summary>Where a buyer goes on who cannot pay.</summary>
    public (string Href, string Text) WayOut => Spent is not null ? ("/orders/" + Spent, T["Go.Order"]) : Back;

    public string ReturnUrl => Navigation.ToAbsoluteUri("/checkout/return?session_id=" + Uri.EscapeDataString(Ready!.Session.Reference)).ToString();

    /// <summary>Where what is paid for stands.</summary>
    protected virtual (string Href, string Text) Back => ("/orders", T["Go.Orders"]);

    [Inject]
    protected CheckoutService Checkout { get; set; } = null!;

    [Inject]
    protected IStringLocalizer<CheckoutTexts> T { get; set; } = null!;

    protected Buyer? Buyer { get; private set; }

    protected CancellationToken Closing => closing.Token;

    [Inject]
    private CheckoutReturns Returns { get; set; } = null!;

    [Inject]
    private OrderStatusFeed Feed { get; set; } = null!;

    [Inject]
    private IOpenPage Page { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        watch?.Dispose();
        closing.Cancel();
        closing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks for the form once more, after something kept it closed.</summary>
    public Task ContinueAsync() => OpenAsync(() => PaysAgain ? Checkout.PayAgainAsync(Buyer!, Number!, Closing) : AskAsync());

    public Task StartAgainAsync()
    {
        if (Busy)
            return Task.CompletedTask;
        // The order is there: from now on it is the one that is paid, as from its own page.
        Number = Ready?.OrderNumber ?? Number;
        (Ready, Expired, PaysAgain) = (null, false, true);
        return ContinueAsync();
    }

    /// <summary>Puts what the order was placed for into the cart, at today's prices.</summary>
    public async Task ReorderAsync()
    {
        if (Busy || Buyer is null || Changed is null)
            return;
        Busy = true;
        Problems = [];
        try
        {
            var again = await Checkout.ReorderAsync(Buyer.Customer, Changed.OrderNumber, Closing);
            Problems = [.. (again?.Left ?? []).Select(CheckoutWords.Of).Select(why => char.ToUpper(why[0], CultureInfo.CurrentCulture) + why[1..] + ".")];
            if (Problems.Count == 0)
                Navigation.NavigateTo("/cart", forceLoad: true);
        }
        finally
        {
            Busy = false;
        }
    }

    // A whole page load: the return page reads what is true from the database.
    public void Finish() => Navigation.NavigateTo(ReturnUrl, forceLoad: true);

    /// <summary>Reads what is paid for.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Asks for the form.</summary>
    protected abstract Task<CheckoutStart> AskAsync();

    /// <summary>What is paid for has changed, which the buyer is told: the next click agrees to it.</summary>
    protected virtual Task ShowChangeAsync() => Task.CompletedTask;

    protected override Task OnInitializedAsync() => loading = LoadForBuyerAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Opening a form is an effect: never while prerendering.
        if (!firstRender)
            return;
        // The first rendering may come before the database has answered: without what is paid for there is nothing to open.
        await loading;
        await ContinueAsync();
        StateHasChanged();
    }

    private async Task LoadForBuyerAsync()
    {
        var user = (await Authentication.GetAuthenticationStateAsync()).User;
        if (user.CustomerId() is not { } customer)
            return;
        Buyer = new Buyer(customer, user.Email() ?? "", Navigation.BaseUri, PageLanguage.Tag);
        await LoadAsync();
    }

    private async Task OpenAsync(Func<Task<CheckoutStart>> open)
    {
        // Two clicks may arrive before the button is seen to be gone.
        if (Buyer is null || Quote is null || Ready is not null || opening)
            return;
        (Busy, opening, Slow) = (true, true, false);
        (Problems, TooMany, Spent) = ([], null, null);
        await using var waiting = Clock.CreateTimer(_ => _ = SaySlowAsync(), null, longWait, Timeout.InfiniteTimeSpan);
        try
        {
            await ShowAsync(await open());
        }
        finally
        {
            (Busy, opening, Slow) = (false, false, false);
        }
    }

    private async Task SaySlowAsync()
    {
        try
        {
            await InvokeAsync(() =>
            {
                Slow = opening;
                StateHasChanged();
            });
        }
        catch (ObjectDisposedException)
        {
            // The page was closed meanwhile.
        }
    }

    private async Task ShowAsync(CheckoutStart start)
    {
        switch (start)
        {
            case CheckoutStart.Ready open:
                Ready = open;
                WatchForm(open.Session);
                break;
            case CheckoutStart.CartChanged cannot:
                Problems = [.. cannot.Problems.Select(CheckoutWords.Of)];
                if (!PaysAgain)
                    await ShowChangeAsync();
                break;
            case CheckoutStart.OfferChanged other:
                Changed = other;
                break;
            case CheckoutStart.TooManyForms many:
                TooMany = many;
                break;
            case CheckoutStart.RenewedTooOften over:
                Spent = over.OrderNumber;
                Problems = [T["Pay.Spent"]];
                break;
            case CheckoutStart.EmptyCart:
                Quote = Quote.Empty(Quote!.Currency);
                break;
            case CheckoutStart.AlreadyPaid paid:
                Navigation.NavigateTo(paid.OrderNumber.Length > 0 ? "/orders/" + paid.OrderNumber : "/orders", forceLoad: true);
                break;
            case CheckoutStart.Unavailable sorry:
                Problems = [CheckoutWords.Of(sorry.Why)];
                break;
            case CheckoutStart.NotFound:
                Problems = [T["Pay.Never"]];
                break;
        }
    }

    /// <summary>A form that stands open for long may run out meanwhile, or be closed by the provider or from another tab.</summary>
    private void WatchForm(PaymentSession session)
    {
        watch?.Dispose();
        watch = new FormWatch(Feed, Clock, Buyer!.Customer, () => InvokeAsync(() => LookAsync(session)));
    }

    private async Task LookAsync(PaymentSession session)
    {
        if (looking || Page.IsOver || !IsShown(session))
            return;
        PaymentState? state;
        try
        {
            looking = true;
            state = await Returns.LookAsync(Buyer!.Customer, session.Reference, Closing);
        }
        finally
        {
            looking = false;
        }

        // What was paid the form itself knows best, and says.
        if (state is not (PaymentState.Expired or PaymentState.Abandoned) || !IsShown(session))
            return;
        watch?.Dispose();
        Expired = true;
        StateHasChanged();
    }

    private bool IsShown(PaymentSession session) => !closing.IsCancellationRequested && !Expired && Ready?.Session.Reference == session.Reference;
}
