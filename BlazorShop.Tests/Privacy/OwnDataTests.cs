using System.Net;
using System.Text.Json;
using BlazorShop.Assurance;
using BlazorShop.Customers;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Privacy;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Privacy;

public sealed class OwnDataTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";
    private readonly ShopApp shop;

    public OwnDataTests() => shop = new ShopApp { Clock = Clock, Staffed = true };

    private FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task The_download_has_orders_payments_shipments_and_the_cart_and_nobody_elses()
    {
        using var ada = await ArriveAsync(Email);
        var order = await shop.BuyAsAsync(Email, "Kettle");
        await shop.ShipAsync(await shop.LookAsync(order.Number), tracking: "JD0146");
        await using (var db = shop.Db())
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO \"OrderCharges\" (\"OrderId\", \"Position\", \"Kind\", \"Name\", \"Tax\", \"Amount_Currency\", \"Amount_Minor\") VALUES ({order.Id.Value}, 1, 'Discount', 'Spring', 0, 'EUR', -100)");
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
        await shop.OpenAsAsync(Email, null, "Cup");
        using var bob = await ArriveAsync("bob@example.org");
        var theirs = await shop.BuyAsAsync("bob@example.org", "Tray");

        using var answer = await ada.SubmitAsync("/Account/Manage/PersonalData", new Dictionary<string, string>(), "Download");

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        var file = JsonDocument.Parse(text).RootElement;
        Assert.Equal(Email, file.GetProperty("account").GetProperty("email").GetString());
        Assert.Equal("12 Rue des Abbesses", file.GetProperty("customer").GetProperty("addresses")[0].GetProperty("Line1").GetString());
        var first = file.GetProperty("orders")[0];
        Assert.Equal((order.Number, "JD0146"), (first.GetProperty("number").GetString(), first.GetProperty("shipments")[0].GetProperty("tracking").GetString()));
        var charge = first.GetProperty("charges")[0];
        Assert.Equal(("Discount", "Spring", -100), (charge.GetProperty("kind").GetString(), charge.GetProperty("name").GetString(), charge.GetProperty("amount").GetProperty("minor").GetInt32()));
        Assert.Equal(["Paid", "Open"], file.GetProperty("payments").EnumerateArray().Select(p => p.GetProperty("state").GetString()));
        Assert.Equal(order.Number, file.GetProperty("payments")[0].GetProperty("order").GetString());
        Assert.Equal(
            ["account", "customer", "orders", "payments", "paymentProviderCustomers", "subscriptions", "cart"], file.EnumerateObject().Select(part => part.Name));
        Assert.Equal("Cup", file.GetProperty("cart")[0].GetProperty("name").GetString());
        foreach (var secret in new[] { theirs.Number, "Tray", "passwordHash", "securityStamp", "eve@shop.example", "_secret_" })
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_erased_account_is_gone_and_what_the_law_wants_is_kept()
    {
        using var ada = await ArriveAsync(Email);
        var paid = await shop.BuyAsAsync(Email, "Kettle");
        await shop.ShipAsync(await shop.LookAsync(paid.Number));
        var waits = await shop.BuyAsAsync(Email, "Tray");
        var unpaid = await shop.OpenAsAsync(Email, null, "Cup");
        var customer = await shop.CustomerAsync(Email);
        await shop.RunOnceAsync<OutboxWorker>();

        using var answer = await EraseAsync(ada);

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Contains("Your account has been deleted", (await ada.PageAsync("/")).QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        using var locked = await ada.GetAsync("/Account/Manage");
        Assert.Equal(HttpStatusCode.Redirect, locked.StatusCode);
        await using var db = shop.Db();
        Assert.Equal((0, 0, 0, 0), (
            await db.Users.CountAsync(u => u.Email == Email), await db.Customers.CountAsync(c => c.Id == customer),
            await db.Set<CustomerAddress>().CountAsync(a => a.CustomerId == customer), await db.Carts.CountAsync(c => c.CustomerId == customer)));

        var kept = await shop.OrderAsync(paid.Number);
        Assert.Equal(("", "Ada Lovelace", "12 Rue des Abbesses", PaymentStatus.Paid), (kept.Email, kept.ShippingAddress.FullName, kept.ShippingAddress.Line1, kept.PaymentStatus));
        Assert.Equal(Email, (await shop.OrderAsync(waits.Number)).Email);
        var never = await shop.OrderAsync(unpaid.OrderNumber);
        Assert.Equal(("", "Erased", OrderStatus.Expired), (never.Email, never.ShippingAddress.FullName, never.Status));
        Assert.DoesNotContain(await db.Payments.Select(p => p.Request).ToListAsync(), r => r.Contains(Email, StringComparison.Ordinal));
        Assert.Equal(["account:erased:"], await db.OutboxMessages.Where(m => m.To == Email).Select(m => m.DedupKey.Substring(0, 15)).ToListAsync());
        await shop.RunOnceAsync<OutboxWorker>();
        Assert.Equal(0, await db.OutboxMessages.CountAsync(m => m.To == Email || m.Html.Contains("Ada Lovelace")));
        await AssertBooksAsync();

        // What still waited is sent, and then it needs no email any more either.
        await shop.ShipAsync(await shop.LookAsync(waits.Number));
        Assert.Equal(1, await db.OutboxMessages.CountAsync(m => m.To == Email));
        await shop.RunOnceAsync<ErasureWorker>();
        Assert.Equal("", (await shop.OrderAsync(waits.Number)).Email);
        await shop.RunOnceAsync<OutboxWorker>();
        Assert.Equal(0, await db.OutboxMessages.CountAsync(m => m.To == Email));
        await AssertBooksAsync();
    }

    [Fact]
    public async Task The_provider_forgets_the_buyer_as_soon_as_it_answers()
    {
        using var ada = await ArriveAsync(Email);
        await shop.BuyAsAsync(Email, "Kettle");
        Assert.False(Assert.Single(Buyers()).Gone);
        shop.Turn(Switches.ApiDown, on: true);
        using var answer = await EraseAsync(ada);
        Assert.Equal("/", answer.Headers.Location?.ToString());

        await shop.RunOnceAsync<ErasureWorker>();
        Assert.False(Assert.Single(Buyers()).Gone);
        shop.Turn(Switches.ApiDown, on: false);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.RunOnceAsync<ErasureWorker>();

        Assert.True(Assert.Single(Buyers()).Gone);
        await using var db = shop.Db();
        var row = await db.PaymentCustomers.AsNoTracking().SingleAsync();
        Assert.NotNull(row.ForgottenAt);
        Assert.Equal("", row.Email);
    }

    [Fact]
    public async Task A_buyer_whose_name_at_the_provider_was_never_heard_is_found_by_its_key()
    {
        using var ada = await ArriveAsync(Email);
        await shop.BuyAsAsync(Email, "Kettle");
        await using (var db = shop.Db())
            await db.PaymentCustomers.ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, (string?)null));
        using var answer = await EraseAsync(ada);
        await shop.RunOnceAsync<ErasureWorker>();
        Assert.True(Assert.Single(Buyers()).Gone);
    }

    [Fact]
    public async Task While_a_bank_works_on_a_payment_nothing_is_erased()
    {
        using var ada = await ArriveAsync(Email);
        var order = await shop.DebitAsAsync(Email, "Kettle");

        using var refused = await EraseAsync(ada);

        Assert.Equal("/Account/Manage/PersonalData", refused.Headers.Location?.ToString());
        Assert.Contains("Your bank is still working on a payment", (await ada.PageAsync("/Account/Manage/PersonalData")).QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Email, (await shop.OrderAsync(order.Number)).Email);

        await shop.Get<SandboxCheckout>().SettleDebitAsync(order.PaymentSession!, succeed: true);
        await shop.DeliverAsync();
        using var done = await EraseAsync(ada);
        Assert.Equal("/", done.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_wrong_password_erases_nothing_and_a_second_click_finds_nothing_left()
    {
        using var ada = await ArriveAsync(Email);
        using var wrong = await EraseAsync(ada, "not the password");
        Assert.Contains("Incorrect password", (await ada.PageAsync("/Account/Manage/PersonalData")).QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);

        var page = await ada.PageAsync("/Account/Manage/PersonalData");
        var token = page.QuerySelector("form[action$=Erase] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var clicks = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["password"] = Visitor.Password });
            using var answer = await ada.Http.PostAsync(new Uri("/Account/Manage/Erase", UriKind.Relative), form);
            return (int)answer.StatusCode;
        }));

        Assert.Contains(303, clicks);
        Assert.DoesNotContain(500, clicks);
        await using var db = shop.Db();
        Assert.Equal(0, await db.Users.CountAsync(u => u.Email == Email));
        Assert.Equal(1, await db.OutboxMessages.CountAsync(m => m.DedupKey.StartsWith("account:erased:")));
    }

    [Fact]
    public async Task Who_works_at_the_admin_is_not_erased()
    {
        using var staff = await shop.VisitAsStaffAsync();
        using var refused = await EraseAsync(staff);
        Assert.Equal("/Account/Manage/PersonalData", refused.Headers.Location?.ToString());
        await using var db = shop.Db();
        Assert.Equal(1, await db.Users.CountAsync(u => u.Email == ShopApp.StaffEmail));
    }

    private async Task<Visitor> ArriveAsync(string email)
    {
        var visitor = shop.Visit();
        await visitor.RegisterAsync(email);
        return visitor;
    }

    private static Task<HttpResponseMessage> EraseAsync(Visitor visitor, string password = Visitor.Password) =>
        visitor.SubmitAsync("/Account/Manage/PersonalData", new Dictionary<string, string> { ["Current password"] = password }, "Delete my account");

    private List<(string Id, bool Gone)> Buyers() =>
        shop.Get<SandboxStore>().Run(work => work.All(CustomerObject.Kind).ConvertAll(c => (c["id"]!.GetValue<string>(), c["deleted"]?.GetValue<bool>() == true)));

    private async Task AssertBooksAsync() =>
        Assert.All(await shop.Get<Invariants>().CheckAsync(default), rule => Assert.True(rule.Broken.Count == 0, $"{rule.Name}: {rule.Rule} {string.Join(", ", rule.Broken)}"));
}
