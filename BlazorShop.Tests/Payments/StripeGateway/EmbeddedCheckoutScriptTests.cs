using System.Text.Json;
using System.Text.RegularExpressions;
using BlazorShop.Tests.Testing;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Payments.StripeGateway;

/// <summary>The browser's half of the payment form, in a real browser, with a Stripe.js of our own that complains as the real one does.</summary>
[Collection(BrowserTests.Name)]
public sealed class EmbeddedCheckoutScriptTests(Browser browser) : IAsyncLifetime
{
    /// <summary>
    /// <c>stripe()</c> makes a Stripe.js: it throws at a second form and at a second destroy, and writes down what happens.
    /// <c>slow</c> is how long it takes to create a form.
    /// </summary>
    private const string Stage = """
        async () => {
            window.log = [];
            window.live = 0;
            let made = 0;
            const creator = (name, slow) => async options => {
                const id = ++made;
                if (live > 0) throw new Error('You cannot have multiple Embedded Checkout objects.');
                live++;
                log.push(`${name} ${id}`);
                window.onComplete = options.onComplete;
                window.secret = await options.fetchClientSecret();
                await new Promise(done => setTimeout(done, slow));
                let destroyed = false;
                return {
                    mount: host => { log.push(`mount ${id}`); host.append(Object.assign(document.createElement('iframe'), { title: 'form' })); },
                    destroy: () => {
                        if (destroyed) throw new Error('This Embedded Checkout is already destroyed.');
                        destroyed = true;
                        live--;
                        log.push(`destroy ${id}`);
                        document.querySelectorAll('#stage iframe').forEach(f => f.remove());
                    },
                };
            };
            window.stripe = (names, slow = 0) => {
                window.Stripe = key => {
                    window.key = key;
                    const stripe = {};
                    for (const name of names) stripe[name] = creator(name, slow);
                    return stripe;
                };
            };
            document.querySelector('main').insertAdjacentHTML('afterbegin', '<div id="stage"></div>');
            window.host = document.getElementById('stage');
            window.form = await import('/Payments/StripeGateway/EmbeddedCheckout.razor.js');
            window.options = { jsUrl: '/nowhere/stripe.js', publishableKey: 'pk_test_1', clientSecret: 'cs_1_secret', returnUrl: '/catalog?returned=1' };
            window.component = { invokeMethodAsync: async name => log.push(`component ${name}`) };
        }
        """;

    private readonly ShopServer shop = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Theory]
    [InlineData("createEmbeddedCheckoutPage")]
    [InlineData("initEmbeddedCheckout")]
    public async Task A_payment_form_is_mounted_by_either_name_of_the_providers_function(string name)
    {
        await using var tab = await StageAsync();
        Assert.Equal("mounted", await RunAsync<string>(tab, $"stripe(['{name}']); return await form.mount(host, options, component);"));
        Assert.Equal([name + " 1", "mount 1"], await LogAsync(tab));
        Assert.Equal("pk_test_1 cs_1_secret", await RunAsync<string>(tab, "return key + ' ' + secret;"));
    }

    [Fact]
    public async Task The_newer_name_of_the_providers_function_wins_where_the_older_one_only_throws()
    {
        await using var tab = await StageAsync();
        Assert.Equal("mounted", await RunAsync<string>(tab, """
            stripe(['createEmbeddedCheckoutPage']);
            const made = window.Stripe;
            window.Stripe = key => ({ ...made(key), initEmbeddedCheckout: () => { throw new Error('initEmbeddedCheckout was removed.'); } });
            return await form.mount(host, options, component);
            """));
    }

    [Fact]
    public async Task Mounting_and_leaving_quickly_leaves_one_form()
    {
        await using var tab = await StageAsync();
        var outcomes = await RunAsync<string[]>(tab, """
            stripe(['createEmbeddedCheckoutPage'], 50);
            const first = form.mount(host, options, component);
            const left = form.unmount();
            const second = form.mount(host, options, component);
            await left;
            return [await first, await second];
            """);
        Assert.Equal(["superseded", "mounted"], outcomes);
        Assert.Equal(1, await RunAsync<int>(tab, "return live;"));
        Assert.Equal(1, await RunAsync<int>(tab, "return document.querySelectorAll('#stage iframe').length;"));
    }

    [Fact]
    public async Task A_form_that_arrives_too_late_is_destroyed_at_once()
    {
        await using var tab = await StageAsync();
        var outcome = await RunAsync<string>(tab, """
            stripe(['createEmbeddedCheckoutPage'], 200);
            const first = form.mount(host, options, component);
            while (live === 0) await new Promise(done => setTimeout(done, 5));
            await form.unmount();
            return await first;
            """);
        Assert.Equal("superseded", outcome);
        Assert.Equal(["createEmbeddedCheckoutPage 1", "destroy 1"], await LogAsync(tab));
    }

    [Fact]
    public async Task A_form_whose_place_is_gone_is_destroyed_at_once()
    {
        await using var tab = await StageAsync();
        await RunAsync<string>(tab, """
            stripe(['createEmbeddedCheckoutPage'], 100);
            const first = form.mount(host, options, component);
            host.remove();
            return await first;
            """);
        Assert.Equal(0, await RunAsync<int>(tab, "return live;"));
    }

    [Fact]
    public async Task Each_payment_form_of_the_browser_is_destroyed_once()
    {
        await using var tab = await StageAsync();
        await RunAsync<int>(tab, """
            stripe(['createEmbeddedCheckoutPage']);
            await form.mount(host, options, component);
            await form.mount(host, options, component);
            await Promise.all([form.unmount(), form.unmount(), form.unmount()]);
            await form.unmount();
            return 0;
            """);
        Assert.Equal(
            ["createEmbeddedCheckoutPage 1", "mount 1", "destroy 1", "createEmbeddedCheckoutPage 2", "mount 2", "destroy 2"],
            await LogAsync(tab));
    }

    [Fact]
    public async Task Twenty_mounts_at_once_leave_one_payment_form()
    {
        await using var tab = await StageAsync();
        var outcomes = await RunAsync<string[]>(tab, """
            stripe(['createEmbeddedCheckoutPage'], 5);
            return await Promise.all(Array.from({ length: 20 }, () => form.mount(host, options, component)));
            """);
        Assert.Equal("mounted", outcomes[^1]);
        Assert.All(outcomes[..^1], outcome => Assert.Equal("superseded", outcome));
        Assert.Equal(1, await RunAsync<int>(tab, "return live;"));
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_told_and_can_be_tried_again()
    {
        await using var tab = await StageAsync();
        Assert.Equal("script", await RunAsync<string>(tab, "delete window.Stripe; return await form.mount(host, options, component);"));
        Assert.Equal(0, await RunAsync<int>(tab, "return document.querySelectorAll('script[src*=\"nowhere\"]').length;"));
        Assert.Equal("mounted", await RunAsync<string>(tab, "stripe(['createEmbeddedCheckoutPage']); return await form.mount(host, options, component);"));
    }

    [Fact]
    public async Task A_form_that_cannot_be_created_is_told_and_can_be_tried_again()
    {
        await using var tab = await StageAsync();
        Assert.Equal("failed", await RunAsync<string>(tab, """
            window.Stripe = () => ({ createEmbeddedCheckoutPage: async () => { throw new Error('expired'); } });
            return await form.mount(host, options, component);
            """));
        Assert.Equal("mounted", await RunAsync<string>(tab, "stripe(['createEmbeddedCheckoutPage']); return await form.mount(host, options, component);"));
    }

    [Fact]
    public async Task A_payment_that_completes_tells_the_component_and_stays()
    {
        await using var tab = await StageAsync();
        await RunAsync<int>(tab, "stripe(['createEmbeddedCheckoutPage']); await form.mount(host, options, component); await window.onComplete(); return 0;");
        Assert.Contains("component Completed", await LogAsync(tab));
        Assert.DoesNotContain("returned", tab.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("async () => { throw new Error('the circuit is gone'); }")]
    [InlineData("() => new Promise(() => { })")]
    public async Task A_payment_form_does_not_wait_for_a_component_that_does_not_answer(string invoke)
    {
        await using var tab = await StageAsync();
        await RunAsync<int>(tab, $$"""
            stripe(['createEmbeddedCheckoutPage']);
            await form.mount(host, options, { invokeMethodAsync: {{invoke}} });
            window.onComplete();
            return 0;
            """);
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new Regex("/catalog\\?returned=1$"));
    }

    [Fact]
    public async Task A_form_that_was_left_no_longer_goes_anywhere()
    {
        await using var tab = await StageAsync();
        await RunAsync<int>(tab, """
            stripe(['createEmbeddedCheckoutPage']);
            await form.mount(host, options, component);
            const late = window.onComplete;
            await form.unmount();
            await late();
            return 0;
            """);
        Assert.DoesNotContain("component Completed", await LogAsync(tab));
        Assert.DoesNotContain("returned", tab.Page.Url, StringComparison.Ordinal);
    }

    private static async Task<T> RunAsync<T>(Tab tab, string body) =>
        JsonSerializer.Deserialize<T>(await tab.Page.EvaluateAsync<string>("async () => JSON.stringify(await (async () => {" + body + "})())"))!;

    private static Task<string[]> LogAsync(Tab tab) => RunAsync<string[]>(tab, "return log;");

    private async Task<Tab> StageAsync()
    {
        var tab = await browser.OpenAsync(shop);
        await tab.GoAsync("/catalog");
        await tab.Page.EvaluateAsync(Stage);
        return tab;
    }
}
