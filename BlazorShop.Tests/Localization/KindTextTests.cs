using System.Globalization;
using BlazorShop.Admin.Payments;
using BlazorShop.Admin.Shared;
using BlazorShop.Admin.Subscriptions;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Localization;

/// <summary>What tables and services keep is a kind; each kind has its words in each language.</summary>
public sealed class KindTextTests
{
    public static TheoryData<string, string, string> Kinds
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var language in Languages.All)
            {
                Add<OrderEventKind>(typeof(OrderTexts), "Event");
                Add<AttentionKind>(typeof(OrderTexts), "Attention", nameof(AttentionKind.Note));
                Add<AttentionEnd>(typeof(OrderTexts), "End");
                Add<DeclineReason>(typeof(OrderTexts), "Decline");
                Add<RefundReason>(typeof(OrderTexts), "Refund");
                Add<OrderRule>(typeof(OrderTexts), "Rule");
                Add<FulfilmentDone>(typeof(FulfilmentTexts), "Done");
                Add<DisputeStatus>(typeof(OrderTexts), nameof(DisputeStatus));
                Add<DisputeReason>(typeof(OrderTexts), nameof(DisputeReason));
                Add<InboxResult>(typeof(InboxTexts), "Result");
                Add<ForeignRefusal>(typeof(ForeignTexts), "Refusal");
                Add<RunProblem>(typeof(PaymentAdminTexts), "Stopped");
                Add<ChargeKind>(typeof(PricingTexts), "Charge");
                Add<OrderStatus>(typeof(AdminTexts), nameof(OrderStatus));
                Add<PaymentStatus>(typeof(AdminTexts), nameof(PaymentStatus));
                Add<FulfilmentStatus>(typeof(AdminTexts), nameof(FulfilmentStatus));
                Add<RefundState>(typeof(AdminTexts), nameof(RefundState));
                Add<InboxState>(typeof(AdminTexts), nameof(InboxState));
                Add<BreakKind>(typeof(AdminTexts), nameof(BreakKind));
                Add<Account>(typeof(AdminTexts), nameof(Account));
                Add<JournalKind>(typeof(AdminTexts), nameof(JournalKind), nameof(JournalKind.Note));
                Add<SuspenseReason>(typeof(AdminTexts), "Held");
                Add<SubscriptionStatus>(typeof(SubscriptionAdminTexts), "Status");
                Add<SubscriptionVerb>(typeof(SubscriptionAdminTexts), "Change");
                Add<CardObstacleKind>(typeof(CardTexts), "ForStaff");
                Add<CardObstacleKind>(typeof(CardTexts), "ForOwner");
                Add<BillingPart>(typeof(CardTexts), "Billing");
                Add<StaffNoticeKind>(typeof(MailTexts), "Notice");

                void Add<TKind>(Type room, string place, params string[] without)
                    where TKind : struct, Enum
                {
                    foreach (var kind in Enum.GetNames<TKind>().Except(without))
                        all.Add(language.Tag, room.FullName!, $"{place}.{kind}");
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_has_words_in_every_language(string language, string room, string key)
    {
        var texts = new System.Resources.ResourceManager(room, typeof(OrderTexts).Assembly);
        var set = texts.GetResourceSet(
            language == Languages.Neutral.Tag ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);
        Assert.False(string.IsNullOrWhiteSpace(set?.GetString(key)), $"{language}: {key}");
    }

    [Fact]
    public void A_step_of_an_order_is_read_in_the_language_of_its_reader()
    {
        var order = Make.Order(Make.Customer());
        order.MarkPaid("cs_1", "pi_1", order.Total, "Visa ending in 4242", DateTime.UtcNow);
        order.SetRefunded(
            new Money(500, "EUR"), OrderEventKind.Refunded, new EventDetails { Amount = new Money(500, "EUR"), Code = nameof(RefundReason.PaidTwice) }, "refund:re_1:Succeeded", DateTime.UtcNow);
        using (Languages.French.Use())
        {
            Assert.StartsWith("5,00\u00a0€\u00a0: Cette commande a été payée deux fois", OrderWords.Details(order.History[^1]), StringComparison.Ordinal);
            Assert.Equal(("Payée", "19,99\u00a0€, Visa se terminant par 4242"), (OrderWords.Title(order.History[^2]), OrderWords.Details(order.History[^2])));
        }

        Assert.Equal(("Paid", "€19.99, Visa ending in 4242"), (OrderWords.Title(order.History[^2]), OrderWords.Details(order.History[^2])));
    }

    [Fact]
    public void Who_did_something_is_told_in_the_language_of_its_reader()
    {
        string[] actors = [Actor.Shop, Actor.Customer, Actor.Provider, Staff.Eve];
        Assert.Equal(["shop", "customer", "payment provider", Staff.Eve], actors.Select(AdminWords.Actor));
        using (Languages.French.Use())
            Assert.Equal(["boutique", "client", "prestataire de paiement", Staff.Eve], actors.Select(AdminWords.Actor));
    }
}
