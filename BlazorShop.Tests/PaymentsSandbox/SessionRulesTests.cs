using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BlazorShop.Common;
using BlazorShop.PaymentsSandbox.Api;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>
/// Each sentence of Stripe's API description about which parameters go together, how many and how long. A form without the parameter is
/// taken, and with it is refused by that parameter's name.
/// </summary>
public sealed partial class SessionRulesTests(SessionRulesTests.Shared shared) : IClassFixture<SessionRulesTests.Shared>
{
    private const string Long = "{long}";

    // Mode, page, what is added (or taken away, with a minus), what the refusal names.
    public static TheoryData<string, string, string, string> Refused => new()
    {
        // Modes.
        { "subscription", "embedded_page", "customer_creation=always&-customer", "customer_creation" },
        { "subscription", "embedded_page", "invoice_creation[enabled]=true", "invoice_creation" },
        { "setup", "embedded_page", "invoice_creation[enabled]=true", "invoice_creation" },
        { "subscription", "embedded_page", "payment_intent_data[description]=x", "payment_intent_data" },
        { "setup", "embedded_page", "payment_intent_data[description]=x", "payment_intent_data" },
        { "payment", "embedded_page", "payment_method_collection=always", "payment_method_collection" },
        { "payment", "embedded_page", "payment_method_options[acss_debit][currency]=cad", "payment_method_options[acss_debit][currency]" },
        { "payment", "embedded_page", "payment_method_options[acss_debit][mandate_options][default_for][0]=invoice", "payment_method_options[acss_debit][mandate_options][default_for]" },
        { "setup", "embedded_page", "phone_number_collection[enabled]=true", "phone_number_collection[enabled]" },
        { "setup", "embedded_page", "saved_payment_method_options[payment_method_save]=enabled", "saved_payment_method_options" },
        { "payment", "embedded_page", "setup_intent_data[description]=x", "setup_intent_data" },
        { "subscription", "embedded_page", "setup_intent_data[description]=x", "setup_intent_data" },
        { "setup", "embedded_page", "submit_type=book", "submit_type" },
        { "payment", "embedded_page", "subscription_data[description]=x", "subscription_data" },
        { "setup", "embedded_page", "subscription_data[description]=x", "subscription_data" },
        { "setup", "embedded_page", "-currency", "currency" },
        { "payment", "embedded_page", "-line_items", "line_items" },
        { "subscription", "embedded_page", "-line_items", "line_items" },
        { "setup", "embedded_page", "shipping_address_collection[allowed_countries][0]=FR", "shipping_address_collection" },

        // What is said of a way to pay is looked at like all else.
        { "payment", "embedded_page", "payment_method_options[card][colour]=red", "payment_method_options[card][colour]" },
        { "payment", "embedded_page", "payment_method_options[wampum][setup_future_usage]=none", "payment_method_options[wampum]" },
        { "payment", "embedded_page", "payment_method_options[card][request_three_d_secure]=never", "payment_method_options[card][request_three_d_secure]" },
        { "payment", "embedded_page", "payment_method_options[card][capture_method]=", "payment_method_options[card][capture_method]" },
        { "payment", "embedded_page", "payment_method_options[card][installments][enabled]=yes", "payment_method_options[card][installments][enabled]" },
        { "payment", "embedded_page", "payment_method_options[wechat_pay][setup_future_usage]=none", "payment_method_options[wechat_pay][client]" },
        { "payment", "embedded_page", "payment_method_options[card]=1", "payment_method_options[card]" },

        // Pages.
        { "payment", "elements", "after_expiration[recovery][enabled]=true", "after_expiration" },
        { "payment", "elements", "branding_settings[display_name]=x", "branding_settings" },
        { "payment", "embedded_page", "cancel_url=https://shop.example/", "cancel_url" },
        { "payment", "elements", "cancel_url=https://shop.example/", "cancel_url" },
        { "payment", "elements", "custom_fields[0][key]=k&custom_fields[0][label][custom]=K&custom_fields[0][label][type]=custom&custom_fields[0][type]=text", "custom_fields" },
        { "payment", "elements", "custom_text[submit][message]=x", "custom_text" },
        { "payment", "elements", "optional_items[0][price]=p&optional_items[0][quantity]=1", "optional_items" },
        { "payment", "form", "optional_items[0][price]=p&optional_items[0][quantity]=1", "optional_items" },
        { "payment", "elements", "origin_context=web", "origin_context" },
        { "payment", "elements", "payment_method_options[acss_debit][verification_method]=instant", "payment_method_options[acss_debit]" },
        { "payment", "elements", "payment_method_options[card][restrictions][brands_blocked][0]=visa", "payment_method_options[card][restrictions]" },
        { "payment", "elements", "submit_type=book", "submit_type" },
        { "payment", "embedded_page", "success_url=https://shop.example/", "success_url" },
        { "payment", "elements", "success_url=https://shop.example/", "success_url" },
        { "payment", "elements", "tax_id_collection[enabled]=true&tax_id_collection[required]=never", "tax_id_collection[required]" },
        { "payment", "hosted_page", "permissions[update_shipping_details]=client_only", "permissions" },
        { "payment", "form", "permissions[update_shipping_details]=client_only", "permissions" },
        { "payment", "embedded_page", "permissions[update_shipping_details]=client_only", "permissions[update_shipping_details]" },
        { "payment", "hosted_page", "redirect_on_completion=always", "redirect_on_completion" },
        { "payment", "embedded_page", "-return_url", "return_url" },
        { "payment", "hosted_page", "-success_url", "success_url" },

        // One of two, or both, or the other with it.
        { "payment", "embedded_page", "customer={customer}&customer_account=acct_1", "customer_account" },
        { "payment", "embedded_page", "customer={customer}&customer_creation=always", "customer_creation" },
        { "payment", "embedded_page", "customer={customer}&customer_email=a@b.example", "customer_email" },
        { "payment", "embedded_page", "customer_update[name]=auto", "customer_update" },
        { "payment", "embedded_page", "customer={customer}&customer_update[shipping]=auto", "customer_update[shipping]" },
        { "payment", "embedded_page", "discounts[0][coupon]=c&allow_promotion_codes=true", "allow_promotion_codes" },
        { "payment", "embedded_page", "line_items[0][price]=price_1", "line_items[0][price_data]" },
        { "payment", "embedded_page", "-line_items[0][price_data]", "line_items[0][price]" },
        { "payment", "embedded_page", "line_items[0][price_data][product]=prod_1", "line_items[0][price_data][product_data]" },
        { "payment", "embedded_page", "-line_items[0][price_data][product_data]", "line_items[0][price_data][product]" },
        { "payment", "embedded_page", "line_items[0][price_data][unit_amount_decimal]=1000", "line_items[0][price_data][unit_amount_decimal]" },
        { "payment", "embedded_page", "-line_items[0][price_data][unit_amount]", "line_items[0][price_data][unit_amount]" },
        { "payment", "embedded_page", "branding_settings[icon][type]=url", "branding_settings[icon][url]" },
        { "payment", "embedded_page", "branding_settings[icon][type]=url&branding_settings[icon][url]=https://shop.example/i.png&branding_settings[icon][file]=file_1", "branding_settings[icon][file]" },
        { "payment", "embedded_page", "branding_settings[logo][type]=file", "branding_settings[logo][file]" },
        { "payment", "embedded_page", "branding_settings[logo][type]=file&branding_settings[logo][file]=file_1&branding_settings[logo][url]=https://shop.example/l.png", "branding_settings[logo][url]" },
        { "payment", "embedded_page", "shipping_options[0][shipping_rate_data][display_name]=Post", "shipping_options[0][shipping_rate_data][fixed_amount]" },
        // Our reading: Stripe's description of neither says so.
        { "payment", "embedded_page", "shipping_address_collection[allowed_countries][0]=FR&payment_intent_data[shipping][name]=A&payment_intent_data[shipping][address][line1]=1", "payment_intent_data[shipping]" },

        // How many, how long.
        { "payment", "embedded_page", "client_reference_id=" + Long, "client_reference_id" },
        { "payment", "embedded_page", "{101 lines}", "line_items" },
        { "subscription", "embedded_page", "{21 lines}", "line_items" },
        { "payment", "embedded_page", "discounts[0][coupon]=c&discounts[1][coupon]=d", "discounts" },
        { "payment", "embedded_page", "{4 fields}", "custom_fields" },
        { "payment", "embedded_page", "custom_fields[0][key]=a-b&custom_fields[0][label][custom]=K&custom_fields[0][label][type]=custom&custom_fields[0][type]=text", "custom_fields[0][key]" },
        { "payment", "embedded_page", "custom_fields[0][key]=k&custom_fields[0][label][custom]=" + Long + "&custom_fields[0][label][type]=custom&custom_fields[0][type]=text", "custom_fields[0][label][custom]" },
        { "payment", "embedded_page", "custom_fields[0][key]=" + Long + "&custom_fields[0][label][custom]=K&custom_fields[0][label][type]=custom&custom_fields[0][type]=text", "custom_fields[0][key]" },
        { "payment", "embedded_page", Choices("label"), "custom_fields[0][dropdown][options][0][label]" },
        { "payment", "embedded_page", Choices("value"), "custom_fields[0][dropdown][options][0][value]" },
        { "payment", "embedded_page", "{201 choices}", "custom_fields[0][dropdown][options]" },
        { "payment", "embedded_page", "custom_text[after_submit][message]=" + Long, "custom_text[after_submit][message]" },
        { "payment", "embedded_page", "custom_text[shipping_address][message]=" + Long, "custom_text[shipping_address][message]" },
        { "payment", "embedded_page", "custom_text[submit][message]=" + Long, "custom_text[submit][message]" },
        { "payment", "embedded_page", "custom_text[terms_of_service_acceptance][message]=" + Long, "custom_text[terms_of_service_acceptance][message]" },
        { "payment", "embedded_page", "{5 printed}", "invoice_creation[invoice_data][custom_fields]" },
        { "payment", "embedded_page", "invoice_creation[enabled]=true&invoice_creation[invoice_data][custom_fields][0][name]=" + Long + "&invoice_creation[invoice_data][custom_fields][0][value]=v", "invoice_creation[invoice_data][custom_fields][0][name]" },
        { "payment", "embedded_page", "invoice_creation[enabled]=true&invoice_creation[invoice_data][custom_fields][0][name]=n&invoice_creation[invoice_data][custom_fields][0][value]=" + Long, "invoice_creation[invoice_data][custom_fields][0][value]" },
        { "subscription", "embedded_page", "{5 of a subscription}", "subscription_data[invoice_settings][custom_fields]" },
        { "subscription", "embedded_page", "subscription_data[invoice_settings][custom_fields][0][name]=" + Long + "&subscription_data[invoice_settings][custom_fields][0][value]=v", "subscription_data[invoice_settings][custom_fields][0][name]" },
        { "subscription", "embedded_page", "subscription_data[invoice_settings][custom_fields][0][name]=n&subscription_data[invoice_settings][custom_fields][0][value]=" + Long, "subscription_data[invoice_settings][custom_fields][0][value]" },
        { "payment", "embedded_page", "{9 pictures}", "line_items[0][price_data][product_data][images]" },
        { "payment", "hosted_page", "{11 optional}", "optional_items" },
        { "payment", "embedded_page", "payment_intent_data[statement_descriptor_suffix]=" + Long, "payment_intent_data[statement_descriptor_suffix]" },
        { "payment", "embedded_page", "payment_intent_data[statement_descriptor]=" + Long, "payment_intent_data[statement_descriptor]" },
        { "payment", "embedded_page", "{6 rates}", "shipping_options" },
        { "payment", "embedded_page", "line_items[0][adjustable_quantity][enabled]=true&line_items[0][adjustable_quantity][maximum]=1000000", "line_items[0][adjustable_quantity][maximum]" },
        { "payment", "hosted_page", "optional_items[0][price]=p&optional_items[0][quantity]=1&optional_items[0][adjustable_quantity][enabled]=true&optional_items[0][adjustable_quantity][maximum]=1000000", "optional_items[0][adjustable_quantity][maximum]" },
        { "payment", "embedded_page", Rate("[delivery_estimate][maximum][unit]=day&{rate}[delivery_estimate][maximum][value]=0"), "shipping_options[0][shipping_rate_data][delivery_estimate][maximum][value]" },
        { "payment", "embedded_page", Rate("[delivery_estimate][minimum][unit]=day&{rate}[delivery_estimate][minimum][value]=0"), "shipping_options[0][shipping_rate_data][delivery_estimate][minimum][value]" },
        { "subscription", "embedded_page", "line_items[0][price_data][recurring][interval_count]=37", "line_items[0][price_data][recurring][interval_count]" },
        { "subscription", "embedded_page", "subscription_data[pending_invoice_item_interval][interval]=month&subscription_data[pending_invoice_item_interval][interval_count]=13", "subscription_data[pending_invoice_item_interval][interval_count]" },
        { "payment", "embedded_page", "-line_items[0][price_data][unit_amount]&line_items[0][price_data][unit_amount_decimal]=1000.0000000000001", "line_items[0][price_data][unit_amount_decimal]" },

        // Codes.
        { "payment", "embedded_page", "shipping_address_collection[allowed_countries][0]=FR&shipping_address_collection[allowed_countries][1]=UK", "shipping_address_collection[allowed_countries][1]" },
        { "payment", "embedded_page", "shipping_address_collection[allowed_countries][0]=CU", "shipping_address_collection[allowed_countries][0]" },
        { "payment", "embedded_page", "shipping_address_collection[allowed_countries][0]=fr", "shipping_address_collection[allowed_countries][0]" },
        { "payment", "embedded_page", "payment_intent_data[shipping][name]=A&payment_intent_data[shipping][address][line1]=1&payment_intent_data[shipping][address][country]=UK", "payment_intent_data[shipping][address][country]" },
        { "payment", "embedded_page", "line_items[0][price_data][currency]=eux", "line_items[0][price_data][currency]" },
        { "payment", "embedded_page", "line_items[0][price_data][currency]=EUR", "line_items[0][price_data][currency]" },
        { "setup", "embedded_page", "currency=eux", "currency" },
        { "payment", "embedded_page", "shipping_options[0][shipping_rate_data][display_name]=Post&shipping_options[0][shipping_rate_data][fixed_amount][amount]=490&shipping_options[0][shipping_rate_data][fixed_amount][currency]=xxx", "shipping_options[0][shipping_rate_data][fixed_amount][currency]" },
        { "payment", "embedded_page", Rate("[fixed_amount][currency_options][zzz][amount]=490"), "shipping_options[0][shipping_rate_data][fixed_amount][currency_options][zzz]" },

        // What is made elsewhere, or by a platform.
        { "payment", "embedded_page", "automatic_tax[enabled]=false&automatic_tax[liability][type]=account&automatic_tax[liability][account]=acct_1", "automatic_tax[liability][account]" },
        { "payment", "embedded_page", "line_items[0][tax_rates][0]=txr_1", "line_items[0][tax_rates]" },
        { "payment", "embedded_page", "payment_intent_data[application_fee_amount]=10", "payment_intent_data[application_fee_amount]" },
        { "payment", "embedded_page", "payment_intent_data[on_behalf_of]=acct_1", "payment_intent_data[on_behalf_of]" },
        { "payment", "embedded_page", "payment_intent_data[transfer_data][destination]=acct_1", "payment_intent_data[transfer_data]" },
        { "payment", "embedded_page", "payment_method_configuration=pmc_1", "payment_method_configuration" },
        { "setup", "embedded_page", "setup_intent_data[on_behalf_of]=acct_1", "setup_intent_data[on_behalf_of]" },
        { "subscription", "embedded_page", "subscription_data[application_fee_percent]=1", "subscription_data[application_fee_percent]" },
        { "subscription", "embedded_page", "subscription_data[default_tax_rates][0]=txr_1", "subscription_data[default_tax_rates]" },
        { "subscription", "embedded_page", "subscription_data[transfer_data][destination]=acct_1", "subscription_data[transfer_data]" },
        { "subscription", "embedded_page", "subscription_data[on_behalf_of]=acct_1", "subscription_data[on_behalf_of]" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_stripe_does_not_take_together_is_refused_by_its_name(string mode, string page, string added, string param)
    {
        var plain = Fields(mode, page);
        Assert.Equal((HttpStatusCode.OK, null, null), await shared.PostAsync("checkout/sessions", plain));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_error", param), await shared.PostAsync("checkout/sessions", Change(plain, added)));
    }

    public static TheoryData<string, string, string> Taken => new()
    {
        { "payment", "embedded_page", "payment_method_options[card][request_three_d_secure]=challenge&payment_method_options[sepa_debit][mandate_options][reference_prefix]=SHOP" },
        { "setup", "embedded_page", "customer_creation=always&-customer" },
        { "setup", "embedded_page", "-currency&allowed_payment_method_types[0]=card" },
        { "payment", "embedded_page", "submit_type=book&phone_number_collection[enabled]=true&custom_text[submit][message]=x&invoice_creation[enabled]=true" },
        { "subscription", "embedded_page", "submit_type=subscribe&payment_method_collection=always&saved_payment_method_options[payment_method_save]=enabled" },
        { "payment", "elements", "permissions[update_shipping_details]=server_only" },
        { "payment", "embedded_page", "shipping_address_collection[allowed_countries][0]=ZZ&shipping_address_collection[allowed_countries][1]=FR" },
        { "payment", "embedded_page", "branding_settings[icon][type]=url&branding_settings[icon][url]=https://shop.example/i.png" },
        { "subscription", "embedded_page", "line_items[0][price_data][recurring][interval_count]=36" },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task The_sandbox_takes_in_each_mode_what_stripe_takes_in_it(string mode, string page, string added) =>
        Assert.Equal((HttpStatusCode.OK, null, null), await shared.PostAsync("checkout/sessions", Change(Fields(mode, page), added)));

    [Theory]
    [InlineData("email=a@b.example&address[country]=UK", "address[country]")]
    [InlineData("shipping[name]=A&shipping[address][country]=CU", "shipping[address][country]")]
    [InlineData("email=", "email")]
    [InlineData("business_name={long}", "business_name")]
    [InlineData("individual_name={long}", "individual_name")]
    [InlineData("email={long}@b.example", "email")]
    [InlineData("invoice_prefix=abc", "invoice_prefix")]
    [InlineData("invoice_settings[custom_fields][0][name]={long}&invoice_settings[custom_fields][0][value]=v", "invoice_settings[custom_fields][0][name]")]
    [InlineData("invoice_settings[custom_fields][0][name]=n&invoice_settings[custom_fields][0][value]={long}", "invoice_settings[custom_fields][0][value]")]
    [InlineData("{5 of a customer}", "invoice_settings[custom_fields]")]
    [InlineData("source=tok_visa", "source")]
    [InlineData("payment_method=pm_1", "payment_method")]
    [InlineData("test_clock=clock_1", "test_clock")]
    public async Task A_customer_that_stripe_would_refuse_is_refused(string fields, string param) =>
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_error", param), await shared.PostAsync("customers", Change([], fields)));

    [Theory]
    [InlineData("currency=eur", "currency")]
    [InlineData("currency=eux", "currency")]
    [InlineData("origin=customer_balance", "origin")]
    [InlineData("customer=cus_1", "customer")]
    [InlineData("refund_application_fee=true", "refund_application_fee")]
    [InlineData("reverse_transfer=true", "reverse_transfer")]
    [InlineData("reason=", "reason")]
    public async Task A_refund_that_is_not_one_of_a_payment_is_refused(string fields, string param) =>
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_error", param), await shared.PostAsync("refunds", Change(new() { ["payment_intent"] = "pi_1" }, fields)));

    [Fact]
    public void The_sandbox_and_the_shop_know_the_same_currencies_and_countries()
    {
        Assert.All(Codes.Currencies, c => Assert.True(KnownCodes.IsCurrency(c.ToUpperInvariant()), c));
        Assert.All(Codes.Destinations.Where(c => c != "ZZ"), c => Assert.True(KnownCodes.IsCountry(c), c));
        var letters = Enumerable.Range('A', 26).Select(c => (char)c).ToArray();
        var pairs = letters.SelectMany(_ => letters, (a, b) => $"{a}{b}").ToArray();
        Assert.All(pairs.Where(KnownCodes.IsCountry), c => Assert.Contains(c, Codes.Destinations));
        Assert.All(pairs.SelectMany(_ => letters, (p, c) => p + c).Where(KnownCodes.IsCurrency), c => Assert.Contains(c.ToLowerInvariant(), Codes.Currencies));
    }

    [StripeSpecFact]
    public void The_countries_are_those_that_stripe_lists() =>
        Assert.Equal(
            new StripeSpec().BodyParameters("/v1/checkout/sessions")["shipping_address_collection[allowed_countries]"].Values!.Order(StringComparer.Ordinal),
            Codes.Destinations.Order(StringComparer.Ordinal));

    /// <summary>Sentences that refuse nothing the sandbox could know of, or that are tested elsewhere.</summary>
    private static readonly Dictionary<string, string> elsewhere = new(StringComparer.Ordinal)
    {
        ["consent_collection[promotions]"] = "who sells and buys where is the account's",
        ["consent_collection[terms_of_service]"] = "the account's settings",
        ["customer"] = "what is prefilled: CardPrefillTests",
        ["excluded_payment_method_types"] = "there is no other way to say methods",
        ["line_items[price_data][tax_behavior]"] = "the account's settings",
        ["line_items[price_data][product_data][tax_details][performance_location]"] = "needs a tax code",
        ["custom_fields[dropdown][options][value]"] = "in the list",
        ["payment_method_data[allow_redisplay]"] = "an override is allowed",
        ["payment_method_options[wechat_pay][app_id]"] = "by the buyer's device",
        ["payment_method_options[payto][mandate_options][amount]"] = "the sandbox offers no such method",
        ["payment_method_options[pix][mandate_options][amount]"] = "the sandbox offers no such method",
        ["payment_method_options[acss_debit][mandate_options][interval_description]"] = "the sandbox offers no such method",
        ["payment_method_options[us_bank_account][financial_connections][permissions]"] = "the sandbox asks nobody's bank",
        ["payment_method_options[bacs_debit][mandate_options][reference_prefix]"] = "the sandbox offers no such method",
        ["payment_method_options[sepa_debit][mandate_options][reference_prefix]"] = "the sandbox writes no mandates",
        ["payment_method_options[card][statement_descriptor_suffix_kana]"] = "for accounts in Japan",
        ["payment_method_options[card][statement_descriptor_suffix_kanji]"] = "for accounts in Japan",
        ["payment_method_options[paypal][setup_future_usage]"] = "the sandbox offers no such method",
        ["subscription_data[transfer_data][amount_percent]"] = "the whole is refused",
        ["payment_method_options[pix][mandate_options][currency]"] = "the sandbox offers no such method",
    };

    [StripeSpecFact]
    public void No_sentence_of_stripes_description_about_what_is_refused_is_left_out()
    {
        var tested = Refused.Select(row => Plain((string)row[3])).ToHashSet(StringComparer.Ordinal);
        var left = new StripeSpec().BodyParameters("/v1/checkout/sessions")
            .Where(p => Refusing().IsMatch(p.Value.Description) && !tested.Contains(p.Key) && !elsewhere.ContainsKey(p.Key))
            .Select(p => $"{p.Key}: {Refusing().Match(p.Value.Description).Value}");
        Assert.True(!left.Any(), string.Join(Environment.NewLine, left));
    }

    [GeneratedRegex(@"can't set|not allowed|can only|only be (set|used|provided|specified)|only (supported|available|usable|accepted|required|when|if)|the parameter is required|parameter is required|required (in|if|when|for|unless)|must be present|disallowed|but not both|up to (a maximum of )?\*?\d|maximum of|maximum \d|at most", RegexOptions.IgnoreCase)]
    private static partial Regex Refusing();

    private static string Plain(string path) => Regex.Replace(path, @"\[\d+\]", "");

    private static string Rate(string more) =>
        ("{rate}[display_name]=Post&{rate}[fixed_amount][amount]=490&{rate}[fixed_amount][currency]=eur&{rate}" + more).Replace("{rate}", "shipping_options[0][shipping_rate_data]", StringComparison.Ordinal);

    private static string Choices(string tooLong) =>
        "custom_fields[0][key]=k&custom_fields[0][label][custom]=K&custom_fields[0][label][type]=custom&custom_fields[0][type]=dropdown"
        + $"&custom_fields[0][dropdown][options][0][label]={(tooLong == "label" ? Long : "L")}&custom_fields[0][dropdown][options][0][value]={(tooLong == "value" ? Long : "v")}";

    private Dictionary<string, string> Fields(string mode, string page)
    {
        var fields = new Dictionary<string, string> { ["mode"] = mode, ["ui_mode"] = page };
        if (page is "embedded_page" or "elements")
            fields["return_url"] = "https://shop.example/return";
        else if (page == "hosted_page")
            fields["success_url"] = "https://shop.example/thanks";
        if (mode == "setup")
        {
            (fields["currency"], fields["customer"]) = ("eur", shared.Customer);
            return fields;
        }

        fields["line_items[0][quantity]"] = "1";
        fields["line_items[0][price_data][currency]"] = "eur";
        fields["line_items[0][price_data][unit_amount]"] = "1000";
        fields["line_items[0][price_data][product_data][name]"] = "Kettle";
        if (mode == "subscription")
            (fields["line_items[0][price_data][recurring][interval]"], fields["customer"]) = ("month", shared.Customer);
        return fields;
    }

    private Dictionary<string, string> Change(Dictionary<string, string> fields, string added)
    {
        var changed = new Dictionary<string, string>(fields);
        if (added.StartsWith('{') && added.EndsWith('}'))
            added = Many(added[1..^1], fields);
        foreach (var pair in added.Split('&'))
        {
            if (pair[0] == '-')
            {
                foreach (var name in changed.Keys.Where(k => k == pair[1..] || k.StartsWith(pair[1..] + "[", StringComparison.Ordinal)).ToList())
                    changed.Remove(name);
                continue;
            }

            var at = pair.IndexOf('=', StringComparison.Ordinal);
            changed[pair[..at]] = pair[(at + 1)..].Replace(Long, new string('x', 1201), StringComparison.Ordinal).Replace("{customer}", shared.Customer, StringComparison.Ordinal);
        }

        return changed;
    }

    private static string Many(string what, Dictionary<string, string> fields)
    {
        var count = int.Parse(what.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        return string.Join('&', Enumerable.Range(0, count).Select(i => what.Split(' ', 2)[1] switch
        {
            "lines" => string.Join('&', fields.Where(f => f.Key.StartsWith("line_items[0]", StringComparison.Ordinal)).Select(f => $"{f.Key.Replace("[0]", $"[{i}]", StringComparison.Ordinal)}={f.Value}")),
            "fields" => $"custom_fields[{i}][key]=k{i}&custom_fields[{i}][label][custom]=K&custom_fields[{i}][label][type]=custom&custom_fields[{i}][type]=text",
            "choices" => (i == 0 ? Choices("").Split("&custom_fields[0][dropdown]")[0] + "&" : "") + $"custom_fields[0][dropdown][options][{i}][label]=L&custom_fields[0][dropdown][options][{i}][value]=v{i}",
            "printed" => (i == 0 ? "invoice_creation[enabled]=true&" : "") + $"invoice_creation[invoice_data][custom_fields][{i}][name]=n&invoice_creation[invoice_data][custom_fields][{i}][value]=v",
            "of a subscription" => $"subscription_data[invoice_settings][custom_fields][{i}][name]=n&subscription_data[invoice_settings][custom_fields][{i}][value]=v",
            "of a customer" => $"invoice_settings[custom_fields][{i}][name]=n&invoice_settings[custom_fields][{i}][value]=v",
            "pictures" => $"line_items[0][price_data][product_data][images][{i}]=https://shop.example/{i}.png",
            "optional" => $"optional_items[{i}][price]=p&optional_items[{i}][quantity]=1",
            _ => Rate("[type]=fixed_amount").Replace("[0]", $"[{i}]", StringComparison.Ordinal),
        }));
    }

    /// <summary>One sandbox for all of them: a refusal leaves nothing.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        private SandboxHost host = null!;

        internal string Customer { get; private set; } = "";

        public async Task InitializeAsync()
        {
            host = await SandboxHost.StartAsync();
            Customer = (await host.CustomerAsync()).Id;
        }

        public async Task DisposeAsync() => await host.DisposeAsync();

        internal async Task<(HttpStatusCode Status, string? Type, string? Param)> PostAsync(string path, Dictionary<string, string> fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sandbox/stripe/v1/" + path) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Authorization = new("Bearer", SandboxHost.SecretKey);
            using var answer = await host.Http.SendAsync(request);
            var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"];
            return (answer.StatusCode, error?["type"]?.GetValue<string>(), error?["param"]?.GetValue<string>());
        }
    }
}
