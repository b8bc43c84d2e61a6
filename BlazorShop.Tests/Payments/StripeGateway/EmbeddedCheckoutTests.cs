using System.Reflection;
using BlazorShop.Localization;
using BlazorShop.Payments;
using BlazorShop.Payments.StripeGateway;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace BlazorShop.Tests.Payments.StripeGateway;

public sealed class EmbeddedCheckoutTests : BunitContext
{
    private const string Script = "./Payments/StripeGateway/EmbeddedCheckout.razor.js";
    private const string Back = "https://shop.example/checkout/return?session_id=cs_1";
    private readonly BunitJSModuleInterop module;

    // How long something takes is no part of what these tests say.
    static EmbeddedCheckoutTests() => DefaultWaitTimeout = TimeSpan.FromSeconds(10);

    public EmbeddedCheckoutTests()
    {
        Services.AddSingleton(new StripeOptions
        {
            SecretKey = "sk_test_geheim",
            PublishableKey = "pk_test_shown",
            WebhookSecrets = ["whsec_geheim"],
            JsUrl = "https://js.example/stripe.js",
            Sandbox = false,
        });
        Services.AddSingleton<IPaymentProvider>(StripeProvider.Instance);
        Services.AddLogging();
        Services.AddTexts();
        module = JSInterop.SetupModule(Script);
        module.SetupVoid("unmount").SetVoidResult();
    }

    [Fact]
    public void The_script_of_a_payment_form_gets_what_it_needs_and_no_more()
    {
        Answer("mounted");
        Open();
        var call = module.VerifyInvoke("mount");
        var options = System.Text.Json.JsonSerializer.Serialize(call.Arguments[1]);
        Assert.Equal(
            $$"""{"jsUrl":"https://js.example/stripe.js","publishableKey":"pk_test_shown","clientSecret":"cs_1_secret","returnUrl":"{{Back}}"}""",
            options);
        Assert.IsType<ElementReference>(call.Arguments[0]);
        Assert.IsType<DotNetObjectReference<EmbeddedCheckout>>(call.Arguments[2]);
    }

    [Fact]
    public void A_payment_form_that_is_not_there_yet_is_loading()
    {
        module.Setup<string>("mount", _ => true);
        var form = Open();
        Assert.Equal("The payment form is loading.", form.Find("[role=status]").TextContent.Trim());
        Assert.Equal("true", form.Find(".embedded-checkout").GetAttribute("aria-busy"));
    }

    [Fact]
    public void A_payment_form_that_is_mounted_stands_alone_without_messages()
    {
        Answer("mounted");
        var form = Open();
        form.WaitForAssertion(() => Assert.Empty(form.FindAll("[role=status], [role=alert]")));
        Assert.False(form.Find("#embedded-checkout").HasAttribute("hidden"));
        Assert.False(form.Find(".embedded-checkout").HasAttribute("aria-busy"));
    }

    [Fact]
    public void The_client_secret_of_a_form_is_not_part_of_the_page()
    {
        Answer("mounted");
        Assert.DoesNotContain("secret", Open().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("script", "could not be loaded")]
    [InlineData("failed", "could not be opened")]
    [InlineData("something new", "could not be opened")]
    public void What_went_wrong_with_a_payment_form_is_said_with_what_it_means_for_the_money(string outcome, string words)
    {
        Answer(outcome);
        AssertFailed(Open(), words);
    }

    [Fact]
    public void A_payment_form_whose_script_throws_is_said_to_have_failed()
    {
        module.Setup<string>("mount", _ => true).SetException(new JSException("boom"));
        AssertFailed(Open(), "could not be opened");
    }

    [Fact]
    public void A_payment_form_that_was_superseded_says_nothing()
    {
        Answer("superseded");
        Assert.Empty(Open().FindAll("[role=alert]"));
    }

    [Fact]
    public void Trying_again_mounts_a_payment_form_that_failed()
    {
        Answer("script");
        var form = Open();
        form.WaitForElement("[role=alert]");
        Answer("mounted");
        form.Find("button").Click();
        form.WaitForAssertion(() => Assert.Empty(form.FindAll("[role=alert]")));
        Assert.Equal(2, module.Invocations["mount"].Count);
    }

    [Fact]
    public void Another_client_secret_mounts_another_form_and_the_same_one_does_not()
    {
        Answer("mounted");
        var form = Open();
        form.Render(p => p.Add(c => c.ClientSecret, "cs_1_secret"));
        Assert.Single(module.Invocations["mount"]);
        form.Render(p => p.Add(c => c.ClientSecret, "cs_2_secret"));
        Assert.Equal(2, module.Invocations["mount"].Count);
    }

    [Fact]
    public async Task Leaving_the_page_takes_the_payment_form_away()
    {
        Answer("mounted");
        Open();
        await DisposeComponentsAsync();
        module.VerifyInvoke("unmount");
    }

    [Fact]
    public async Task A_form_that_is_complete_says_so_and_tells_the_page()
    {
        Answer("mounted");
        var told = 0;
        var form = Open(() => told++);
        await form.InvokeAsync(form.Instance.Completed);
        Assert.Equal(1, told);
        Assert.StartsWith("Payment received.", form.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.True(form.Find("#embedded-checkout").HasAttribute("hidden"));
    }

    [Fact]
    public void The_script_of_a_payment_form_can_call_one_method_and_says_nothing_with_it()
    {
        var callable = typeof(EmbeddedCheckout)
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .Where(m => m.IsDefined(typeof(JSInvokableAttribute)));
        var only = Assert.Single(callable);
        Assert.Equal(nameof(EmbeddedCheckout.Completed), only.Name);
        Assert.Empty(only.GetParameters());
    }

    private static void AssertFailed(IRenderedComponent<EmbeddedCheckout> form, string words)
    {
        form.WaitForElement("[role=alert]");
        Assert.Contains(words, form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing was charged.", form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(form.Find("#embedded-checkout").HasAttribute("hidden"));
    }

    private void Answer(string outcome) => module.Setup<string>("mount", _ => true).SetResult(outcome);

    private IRenderedComponent<EmbeddedCheckout> Open(Action? onComplete = null) => Render<EmbeddedCheckout>(p => p
        .Add(c => c.ClientSecret, "cs_1_secret")
        .Add(c => c.ReturnUrl, Back)
        .Add(c => c.OnComplete, onComplete ?? (() => { })));
}
