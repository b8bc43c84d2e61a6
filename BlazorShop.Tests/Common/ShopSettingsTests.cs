using BlazorShop.Common;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Common;

/// <summary>Settings that would only fail at the first buyer stop the start, in one sentence.</summary>
public sealed class ShopSettingsTests
{
    [Theory]
    [InlineData("Shop:Currency", "EUX", "Shop__Currency isn't a currency that payments can be taken in: set it to an ISO 4217 code such as EUR, USD or JPY.")]
    [InlineData("Shop:ShippingCountries", "FR,UK", "Shop__ShippingCountries contains a country that the payment form can't ship to: use ISO codes such as FR,DE, and GB for the United Kingdom.")]
    [InlineData("Shop:ShippingCountries", "CU", "Shop__ShippingCountries contains a country that the payment form can't ship to: use ISO codes such as FR,DE, and GB for the United Kingdom.")]
    [InlineData("Shop:Accent", "green", "Shop__Accent must be a colour in six digits, such as #2f5d4f.")]
    [InlineData("Shop:Corners", "Round", "Shop__Corners must be Square, Rounded or Pill.")]
    [InlineData("Shop:Headings", "3", "Shop__Headings must be Serif or Sans.")]
    [InlineData("Shop:PublicUrl", "https://kiosk.example/shop", "Shop__PublicUrl must end after the host: remove the path, query and fragment, as in https://shop.example.")]
    [InlineData("Shop:PublicUrl", "https://kiosk.example/?a=b", "Shop__PublicUrl must end after the host: remove the path, query and fragment, as in https://shop.example.")]
    [InlineData("Shop:PublicUrl", "https://kiosk.example/#top", "Shop__PublicUrl must end after the host: remove the path, query and fragment, as in https://shop.example.")]
    [InlineData("Shop:PublicUrl", "https://kiosk.example/?", "Shop__PublicUrl must end after the host: remove the path, query and fragment, as in https://shop.example.")]
    public async Task A_setting_that_buyers_would_stumble_over_stops_the_start(string key, string value, string sentence)
    {
        await using var shop = new ShopApp { Settings = { [key] = value } };
        Assert.Equal(sentence, StartupFailure.Sentence(Assert.ThrowsAny<Exception>(() => shop.Services)));
    }

    [Theory]
    [InlineData("https://kiosk.example")]
    [InlineData("https://kiosk.example/")]
    [InlineData("http://localhost:5080/")]
    public async Task A_public_address_may_end_in_a_slash(string url)
    {
        await using var shop = new ShopApp { Settings = { ["Shop:PublicUrl"] = url } };
        Assert.NotNull(shop.Services);
    }

    [Fact]
    public async Task A_filled_shop_does_not_start_in_another_currency()
    {
        await using var database = TestDatabase.Sqlite();
        await using (var empty = new ShopApp { Database = database, Settings = { ["Shop:Currency"] = "USD" } })
            Assert.NotNull(empty.Services);
        await using (var filled = new ShopApp { Database = database })
        {
            await using var db = filled.Db();
            await db.AddProductAsync("Kettle", price: 3900);
        }

        await using (var changed = new ShopApp { Database = database, Settings = { ["Shop:Currency"] = "USD" } })
        {
            Assert.Equal(
                "Shop__Currency is USD, but this shop has prices in EUR: set it back to EUR, or start with an empty database.",
                StartupFailure.Sentence(Assert.ThrowsAny<Exception>(() => changed.Services)));
        }

        // Nothing is for sale any more, but somebody has bought.
        await using (var db = database.CreateDbContext())
        {
            await db.StockItems.ExecuteDeleteAsync();
            await db.Variants.ExecuteDeleteAsync();
            db.Add(Make.Order(Make.Customer()));
            await db.SaveChangesAsync();
        }

        await using var sold = new ShopApp { Database = database, Settings = { ["Shop:Currency"] = "USD" } };
        Assert.Equal(
            "Shop__Currency is USD, but this shop has orders in EUR: set it back to EUR, or start with an empty database.",
            StartupFailure.Sentence(Assert.ThrowsAny<Exception>(() => sold.Services)));
    }
}
