using System.Text.RegularExpressions;
using BlazorShop.Tests.Testing;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Journeys;

/// <summary>What a person does in the shop with a browser, by the names they read on the page.</summary>
internal sealed class Shopper(Tab tab) : IAsyncDisposable
{
    private static int count;

    public Tab Tab { get; } = tab;

    public IPage Page => Tab.Page;

    public string Email { get; } = $"shopper{Interlocked.Increment(ref count)}@example.org";

    public IFrameLocator Form => Page.FrameLocator("#embedded-checkout iframe");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Field(string name) => Page.GetByLabel(name, new() { Exact = true });

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Alert => Page.Locator("main [role=alert]");

    public async Task AddAsync(string slug, int quantity = 1)
    {
        await Tab.GoAsync("/products/" + slug);
        await Field("Quantity").FillAsync(quantity.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Button("Add to cart").ClickAsync();
        await Assertions.Expect(CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*[1-9]"));
    }

    public ILocator CartLink => Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Cart") }).First;

    public async Task RegisterAsync(string then = "/")
    {
        await Tab.GoAsync("/Account/Register?returnUrl=" + Uri.EscapeDataString(then));
        await Field("Email").FillAsync(Email);
        await Field("Password").FillAsync(Visitor.Password);
        await Field("Confirm password").FillAsync(Visitor.Password);
        await Button("Register").ClickAsync();
        await Assertions.Expect(Button("Log out")).ToBeVisibleAsync();
    }

    public async Task LogInAsync(string email, string password)
    {
        await Field("Email").FillAsync(email);
        await Field("Password").FillAsync(password);
        await Button("Log in").ClickAsync();
        await Assertions.Expect(Button("Log out")).ToBeVisibleAsync();
    }

    public async Task FillAddressAsync()
    {
        await Assertions.Expect(Button("Continue to payment")).ToBeEnabledAsync();
        await Field("Full name").FillAsync("Jane Roe");
        await Field("Address line 1").FillAsync("1 Rue de Rivoli");
        await Field("City").FillAsync("Paris");
        await Field("Postal code").FillAsync("75001");
        await Field("Country").SelectOptionAsync("FR");
    }

    /// <summary>From the cart to the open form.</summary>
    public async Task GoToPaymentAsync()
    {
        await Tab.GoAsync("/checkout");
        await FillAddressAsync();
        await Button("Continue to payment").ClickAsync();
        await Assertions.Expect(Form.GetByLabel("Card number")).ToBeVisibleAsync();
    }

    public async Task PayByCardAsync(string number)
    {
        await Form.GetByLabel("Card number").FillAsync(number);
        await Form.GetByLabel("Expiration").FillAsync("12/34");
        await Form.GetByLabel("CVC").FillAsync("123");
        await Form.GetByLabel("Cardholder name").FillAsync("Jane Roe");
        await Form.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Pay") }).ClickAsync();
    }

    public async Task PayByDebitAsync(string account)
    {
        await Form.GetByLabel("Bank debit").CheckAsync();
        await Form.GetByLabel("Account number").FillAsync(account);
        await Form.GetByLabel("Account holder name").FillAsync("Jane Roe");
        await Form.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Pay") }).ClickAsync();
    }

    public Task SeesAsync(string heading) => Assertions.Expect(Heading).ToHaveTextAsync(heading);

    public ValueTask DisposeAsync() => Tab.DisposeAsync();
}
