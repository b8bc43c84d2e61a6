using BlazorShop.Checkout;
using BlazorShop.Customers;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Checkout;

/// <summary>The provider's forms fill in a customer's default address: it is kept there as theirs.</summary>
public sealed class DefaultAddressTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    private CustomerService Customers => counter.Shop.Get<CustomerService>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task A_purchase_to_another_address_fills_that_one_in_and_the_default_is_told_again_afterwards()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await Customers.AddAddressAsync(buyer.Customer, Make.Address() with { Line1 = "1 Home" }, default);
        await PassAsync();
        Assert.Empty(await Customers.AddressSyncDueAsync(10, default));
        await counter.AddAsync(buyer, kettle);
        var open = Assert.IsType<CheckoutStart.Ready>(await counter.StartAsync(buyer, Make.Address() with { Line1 = "2 Office" }));
        await PassAsync();
        // The form that is open has its own.
        Assert.Equal("2 Office", Kept());

        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await PassAsync();
        Assert.Equal("1 Home", Kept());
        Assert.Empty(await Customers.AddressSyncDueAsync(10, default));
    }

    [Fact]
    public async Task What_changes_in_the_address_book_is_told_to_the_provider()
    {
        var buyer = await PaidAsync();
        Assert.Equal("12 Rue des Abbesses", Kept());
        await Customers.AddAddressAsync(buyer.Customer, Make.Address() with { Line1 = "2 Office" }, default);
        await PassAsync();
        Assert.Equal("12 Rue des Abbesses", Kept());

        var office = (await Customers.AddressesAsync(buyer.Customer, default)).Single(a => a.Address.Line1 == "2 Office");
        await Customers.MakeDefaultAsync(buyer.Customer, office.Id, default);
        await PassAsync();
        Assert.Equal("2 Office", Kept());

        await Customers.RemoveAddressAsync(buyer.Customer, office.Id, default);
        await PassAsync();
        Assert.Equal("12 Rue des Abbesses", Kept());

        await Customers.RemoveAddressAsync(buyer.Customer, (await Customers.AddressesAsync(buyer.Customer, default)).Single().Id, default);
        await PassAsync();
        Assert.Null(Kept());
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_told_the_default_address_later()
    {
        var buyer = await PaidAsync();
        await Customers.AddAddressAsync(buyer.Customer, Make.Address() with { Line1 = "2 Office" }, default);
        var office = (await Customers.AddressesAsync(buyer.Customer, default)).Single(a => a.Address.Line1 == "2 Office");
        counter.Shop.Turn(Switches.ApiDown, on: true);
        await Customers.MakeDefaultAsync(buyer.Customer, office.Id, default);
        await PassAsync();
        Assert.Single(await Customers.AddressSyncDueAsync(10, default));

        counter.Shop.Turn(Switches.ApiDown, on: false);
        await PassAsync();
        Assert.Equal("2 Office", Kept());
        Assert.Empty(await Customers.AddressSyncDueAsync(10, default));
    }

    [Fact]
    public async Task An_address_that_changes_while_the_provider_is_told_it_is_not_lost()
    {
        var buyer = await PaidAsync();
        var home = (await Customers.AddressesAsync(buyer.Customer, default)).Single();
        await Customers.MakeDefaultAsync(buyer.Customer, home.Id, default);
        var (_, since) = Assert.Single(await Customers.AddressSyncDueAsync(10, default));
        await Customers.MakeDefaultAsync(buyer.Customer, home.Id, default);
        await Customers.ToldAsync(buyer.Customer, since, default);
        Assert.Single(await Customers.AddressSyncDueAsync(10, default));
    }

    private async Task<Buyer> PaidAsync()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        await PassAsync();
        return buyer;
    }

    private Task PassAsync() => counter.Shop.RunOnceAsync<CustomerAddressWorker>();

    private string? Kept() => counter.Shop.Get<SandboxStore>()
        .Run(work => work.All(CustomerObject.Kind).Single().Object("shipping")?.Object("address")?.Text("line1"));
}
