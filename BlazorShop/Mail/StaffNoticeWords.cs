using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;

namespace BlazorShop.Mail;

/// <summary>What staff read of a notice, in the current language.</summary>
public static class StaffNoticeWords
{
    private static readonly Texts texts = MailTexts.All;

    public static string Sentence(StaffNoticeEntry notice, ShopOptions shop)
    {
        if (notice.Facts is not { } facts)
            return texts[$"Notice.{notice.Kind}", notice.Subject, notice.Details];
        var subject = notice.Kind is StaffNoticeKind.ProviderOutage && facts.At is { } since ? shop.Moment(since, CultureInfo.CurrentCulture) : notice.Subject;
        return texts[$"Notice.{notice.Kind}", subject, Details(notice.Kind, facts, shop)].TrimEnd();
    }

    /// <summary>One is named; of several it is said what they are.</summary>
    public static string Subject(IReadOnlyList<StaffNoticeEntry> notices, ShopOptions shop) => notices.Count == 1
        ? Sentence(notices[0], shop)
        : string.Join(", ", notices.GroupBy(n => n.Kind).OrderBy(g => Urgency(g.Key)).Select(g => Counted(g.Key, g.Count())));

    /// <summary>Money that is missing or asked back comes first, good news last.</summary>
    public static int Urgency(StaffNoticeKind kind) => kind switch
    {
        StaffNoticeKind.ProviderOutage => 0,
        StaffNoticeKind.EventFailing or StaffNoticeKind.PaymentFailing or StaffNoticeKind.BooksDiffer => 1,
        StaffNoticeKind.Dispute => 2,
        StaffNoticeKind.NewOrder => 9,
        _ => 5,
    };

    private static string Details(StaffNoticeKind kind, NoticeFacts facts, ShopOptions shop) => (kind, facts) switch
    {
        (StaffNoticeKind.OrderAttention, { Amount: { } received, Other: { } total }) => texts["Fact.OtherAmount", Of(received), Of(total)],
        (StaffNoticeKind.ForeignPayment, { Amount: { } amount }) => $"{(facts.From is { } from ? texts["Fact.From", Of(amount), from] : Of(amount))}. {Said(facts)}".TrimEnd(),
        (StaffNoticeKind.BooksDiffer, { Amount: { } ours, Other: { } theirs }) => texts["Fact.Both", Of(ours), Of(theirs)],
        (StaffNoticeKind.BooksDiffer, { Amount: { } ours }) => texts["Fact.OnlyOurs", Of(ours)],
        (StaffNoticeKind.BooksDiffer, { Other: { } theirs }) => texts["Fact.OnlyTheirs", Of(theirs)],
        (StaffNoticeKind.StockHeld, { Count: { } held, Of: { } stock }) => texts["Fact.Of", held, stock],
        (StaffNoticeKind.NewOrder or StaffNoticeKind.Dispute, { Amount: { } amount }) => string.Join(", ", new[]
        {
            Of(amount),
            Said(facts),
            facts.At is { } due ? texts["Fact.AnswerBy", shop.Day(due, CultureInfo.CurrentCulture)] : "",
        }.Where(part => part.Length > 0)) + ".",
        _ => Said(facts),
    };

    private static string Said(NoticeFacts facts) => facts.Said?.GetValueOrDefault(Languages.Current.Tag) ?? facts.Text;

    private static string Of(Money amount) => amount.Format(CultureInfo.CurrentCulture);

    private static string Counted(StaffNoticeKind kind, int count) => kind switch
    {
        StaffNoticeKind.NewOrder => texts.Count("Many.NewOrder", count),
        StaffNoticeKind.Dispute => texts.Count("Many.Dispute", count),
        StaffNoticeKind.OrderAttention => texts.Count("Many.OrderAttention", count),
        StaffNoticeKind.EventFailing => texts.Count("Many.EventFailing", count),
        StaffNoticeKind.PaymentFailing => texts.Count("Many.PaymentFailing", count),
        StaffNoticeKind.ProviderOutage => texts["Many.ProviderOutage"],
        StaffNoticeKind.ForeignPayment => texts.Count("Many.ForeignPayment", count),
        StaffNoticeKind.BooksDiffer => texts.Count("Many.BooksDiffer", count),
        StaffNoticeKind.StockHeld => texts.Count("Many.StockHeld", count),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A notice without words."),
    };
}
