using System.Net;
using System.Text;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorShop.Tests.Payments;

/// <summary>Whose account at the provider the shop's keys belong to.</summary>
public sealed class AccountThereTests
{
    [Fact]
    public async Task Starting_with_another_account_is_one_warning()
    {
        await using var counter = new Counter();
        var instance = counter.Shop.Get<ShopInstance>();
        Assert.Null(await instance.NoteAccountAsync("test", "acct_1", default));
        Assert.Null(await instance.NoteAccountAsync("test", "acct_1", default));
        Assert.Null(await instance.NoteAccountAsync("live", "acct_2", default));
        Assert.Equal("acct_1", await instance.NoteAccountAsync("test", "acct_3", default));
        Assert.Null(await instance.NoteAccountAsync("test", "acct_3", default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_restricted_key_that_may_not_ask_for_its_account_is_warned_of_nowhere_and_stops_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var stripe = new Restricted();
        await using var shop = AtStripe(database, stripe, "rk_test_1");

        await shop.RunOnceAsync<ReconciliationWorker>();
        await shop.RunOnceAsync<ReconciliationWorker>();

        Assert.Equal(1, stripe.AskedForAccount);
        // It went on to what the key may ask.
        Assert.True(stripe.AskedForEvents > 1);
        Assert.DoesNotContain(shop.Log.Lines, l => l.Level >= LogLevel.Warning && l.Category.StartsWith("BlazorShop.Payments", StringComparison.Ordinal));
        await using var db = shop.Db();
        Assert.Empty(await db.Set<StaffNoticeEntry>().ToListAsync());
    }

    [Fact]
    public async Task A_key_that_may_ask_finds_out_that_the_account_is_another()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        foreach (var account in new[] { "acct_1", "acct_1", "acct_2" })
        {
            await using var shop = AtStripe(database, new Restricted { Account = account }, "rk_test_1");
            await shop.RunOnceAsync<ReconciliationWorker>();
            await shop.RunOnceAsync<ReconciliationWorker>();
            Assert.Equal(
                account == "acct_2" ? 1 : 0,
                shop.Log.Lines.Count(l => l.Level == LogLevel.Warning && l.Message.Contains("acct_2", StringComparison.Ordinal)));
        }
    }

    private static ShopApp AtStripe(TestDatabase database, Restricted stripe, string key) => new()
    {
        Database = database,
        Settings =
        {
            ["Payments:Mode"] = "Stripe",
            ["Stripe:SecretKey"] = key,
            ["Stripe:PublishableKey"] = "pk_test_1",
            ["Stripe:WebhookSecret"] = "whsec_dGVzdA==",
        },
        Configure = services => services.AddHttpClient(StripePaymentGateway.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => stripe),
    };

    /// <summary>Stripe with nothing in it yet, asked with a key that may see everything but the account itself, unless that has a name.</summary>
    private sealed class Restricted : HttpMessageHandler
    {
        private int askedForAccount;
        private int askedForEvents;

        public string? Account { get; init; }

        public int AskedForAccount => askedForAccount;

        public int AskedForEvents => askedForEvents;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isAccount = request.RequestUri!.AbsolutePath == "/v1/account";
            Interlocked.Increment(ref (isAccount ? ref askedForAccount : ref askedForEvents));
            var (status, body) = (isAccount, Account) switch
            {
                (false, _) => (HttpStatusCode.OK, """{"object":"list","data":[],"has_more":false,"url":"/v1/events"}"""),
                (true, { } account) => (HttpStatusCode.OK, $$"""{"id":"{{account}}","object":"account"}"""),
                _ => (HttpStatusCode.Forbidden,
                    """{"error":{"type":"invalid_request_error","message":"The provided key 'rk_test_*' does not have the required permissions for this endpoint."}}"""),
            };
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
