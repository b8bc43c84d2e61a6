using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorShop.Common;
using BlazorShop.Payments.Cards;
using BlazorShop.Pricing;

namespace BlazorShop.Payments;

/// <summary>
/// What we ask the provider to collect, in our words, complete: the same request sent twice is the same request. It is
/// stored with its <see cref="Payment"/> before it is sent.
/// </summary>
public sealed record PaymentRequest
{
    public required PaymentId Payment { get; init; }

    public required OrderId Order { get; init; }

    public required CustomerId Customer { get; init; }

    /// <summary>Which shop asks: several may share an account at the provider.</summary>
    public required string Shop { get; init; }

    /// <summary>1 for the first try to pay the order.</summary>
    public required int Attempt { get; init; }

    public required string OrderNumber { get; init; }

    /// <summary>
    /// What is collected for, as the provider shows it and as it takes to make the order again should we ever lose it. Pictures are absolute
    /// https addresses that the provider can fetch; null where there is none, and in older requests.
    /// </summary>
    [JsonConverter(typeof(StoredLines))]
    public required IReadOnlyList<QuoteLine> Lines { get; init; }

    /// <summary>What is collected beside the lines; null where nothing is, and in older requests.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Charge>? Charges { get; init; }

    public required Money Total { get; init; }

    public required string Email { get; init; }

    public required Address ShippingAddress { get; init; }

    public required IReadOnlyList<string> ShippingCountries { get; init; }

    /// <summary>Absolute; the provider puts its session where <see cref="IPaymentProvider.FormTemplate"/> stands.</summary>
    public required string ReturnUrl { get; init; }

    /// <summary>The page's language, such as <c>en</c>.</summary>
    public required string Locale { get; init; }

    public required DateTime ExpiresAt { get; init; }

    /// <summary>Which saved cards the form offers; null in requests that are older than the setting.</summary>
    public CardRules? Cards { get; init; }

    /// <summary>How the form looks; null: as the provider thinks.</summary>
    public PaymentLook? Look { get; init; }

    /// <summary>Whether the form may show the price in another currency; null in requests that are older than the setting.</summary>
    public bool? AdaptivePricing { get; init; }

    /// <summary>What stands on the card's statement behind the shop's name; null where nothing does.</summary>
    public string? StatementSuffix { get; init; }

    /// <summary>How often the same is collected again by itself; null: this once.</summary>
    public Recurrence? Recurrence { get; init; }

    /// <summary>What begins when it is paid, or what it renews; null where nothing recurs.</summary>
    public SubscriptionId? Subscription { get; init; }

    /// <summary>Of a renewal: until when it pays the subscription. Never sent: a renewal is asked for by nobody.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Nobody here asked for it: it was sold elsewhere on our account. Null in requests of our own.</summary>
    public bool? Foreign { get; init; }

    /// <summary>True: empty values are left out of what is sent. Null in requests of older releases, which sent them.</summary>
    public bool? OmitsEmpty { get; init; }

    /// <summary>An older release's request with an empty value: a strict provider has refused it, and would again.</summary>
    [JsonIgnore]
    public bool WasRefused => OmitsEmpty is not true && Lines.Any(l => l.Item is { Options.Length: 0 } or { Sku.Length: 0 } or { Name.Length: 0 } or { ProductSlug.Length: 0 });

    /// <summary>
    /// True: <see cref="ShippingAddress"/> was asked in the shop and goes along. False: the form asks it, in one of
    /// <see cref="ShippingCountries"/>. Null in requests of older releases, whose form asked again.
    /// </summary>
    public bool? AddressGiven { get; init; }

    /// <summary>What the buyer was quoted.</summary>
    [JsonIgnore]
    public Quote Quote => new() { Currency = Total.Currency, Lines = Lines, Charges = Charges ?? [] };

    /// <summary>What the buyer's page began with when this was asked for; null where no page of ours asked.</summary>
    [JsonIgnore]
    public string? Site => ReturnUrl.IndexOf("/checkout/return", StringComparison.Ordinal) is >= 0 and var end ? ReturnUrl[..end] : null;

    /// <summary>What links in emails about a payment begin with: the shop's own address, or where its buyer was when they paid.</summary>
    public static string? SiteOf(Payment? payment, ShopOptions shop) =>
        shop.PublicBase is not null || payment is null ? shop.PublicBase : FromJson(payment.Request).Site;

    public string ToJson() => JsonSerializer.Serialize(this);

    public static PaymentRequest FromJson(string json) =>
        JsonSerializer.Deserialize<PaymentRequest>(json) ?? throw new InvalidOperationException("The stored payment request is empty.");
}
