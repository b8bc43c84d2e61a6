using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Tests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Customers;

public sealed class CustomerServiceTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    private CustomerService Customers => app.Services.GetRequiredService<CustomerService>();

    [Fact]
    public async Task An_account_is_one_customer_however_many_ask_at_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Customers.ForUserAsync("account-of-many", default))));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task The_first_address_is_the_default_and_the_same_one_is_kept_once()
    {
        var customer = await Customers.ForUserAsync("account-with-addresses", default);
        await Customers.AddAddressAsync(customer, At("1 First Street"), default);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Customers.AddAddressAsync(customer, At("2 Second Street"), default);
        await Customers.AddAddressAsync(customer, At("1 First Street"), default);

        Assert.Equal(2, (await Customers.AddressesAsync(customer, default)).Count);
        Assert.Equal("1 First Street", (await Customers.DefaultAddressAsync(customer, default))!.Line1);
    }

    [Fact]
    public async Task When_the_default_address_is_removed_another_takes_its_place()
    {
        var customer = await Customers.ForUserAsync("account-that-moves", default);
        await Customers.AddAddressAsync(customer, At("1 First Street"), default);
        await Customers.AddAddressAsync(customer, At("2 Second Street"), default);
        var first = (await Customers.AddressesAsync(customer, default)).Single(a => a.IsDefault);

        await Customers.RemoveAddressAsync(customer, first.Id, default);

        Assert.True(Assert.Single(await Customers.AddressesAsync(customer, default)).IsDefault);
    }

    [Fact]
    public async Task Remembering_an_address_joins_the_callers_transaction()
    {
        var customer = await Customers.ForUserAsync("account-that-gives-up", default);
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContextAsync())
            await Customers.RememberAddressAsync(db, customer, At("1 First Street"), default);

        Assert.Empty(await Customers.AddressesAsync(customer, default));
    }

    private static Address At(string street) => new() { FullName = "Anna", Line1 = street, City = "Berlin", PostalCode = "10115", Country = "DE" };
}
