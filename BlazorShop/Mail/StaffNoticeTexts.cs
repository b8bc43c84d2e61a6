using System.Globalization;
using BlazorShop.Data;

namespace BlazorShop.Mail;

/// <summary>What staff read of a notice.</summary>
internal static class StaffNoticeTexts
{
    public static string Sentence(StaffNoticeEntry notice) => notice.Kind switch
    {
        StaffNoticeKind.NewOrder => $"New order {notice.Subject}: {notice.Details}",
        StaffNoticeKind.Dispute => $"Dispute about order {notice.Subject}: {notice.Details}",
        StaffNoticeKind.OrderAttention => $"Order {notice.Subject} needs attention: {notice.Details}",
        StaffNoticeKind.EventFailing => $"A payment event can't be applied ({notice.Subject}): {notice.Details}",
        StaffNoticeKind.PaymentFailing => $"A payment can't be booked ({notice.Subject}): {notice.Details}",
        StaffNoticeKind.ProviderOutage => $"We can't reach our payment provider since {notice.Subject}: {notice.Details}",
        StaffNoticeKind.ForeignPayment => $"Received, belongs to no order ({notice.Subject}): {notice.Details}",
        StaffNoticeKind.BooksDiffer => $"The books don't agree ({notice.Subject}): {notice.Details}",
        StaffNoticeKind.StockHeld => $"A lot of {notice.Subject} is held by unpaid orders: {notice.Details}",
        StaffNoticeKind.Security => $"Security, {notice.Subject}: {notice.Details}",
        _ => $"{notice.Subject}: {notice.Details}",
    };

    /// <summary>One is named; of several it is said what they are.</summary>
    public static string Subject(IReadOnlyList<StaffNoticeEntry> notices) => notices.Count == 1
        ? Sentence(notices[0])
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

    private static string Counted(StaffNoticeKind kind, int count) => kind switch
    {
        StaffNoticeKind.NewOrder => Count(count, "new order", "new orders"),
        StaffNoticeKind.Dispute => Count(count, "dispute", "disputes"),
        StaffNoticeKind.OrderAttention => Count(count, "order needs attention", "orders need attention"),
        StaffNoticeKind.EventFailing => Count(count, "event can't be applied", "events can't be applied"),
        StaffNoticeKind.PaymentFailing => Count(count, "payment can't be booked", "payments can't be booked"),
        StaffNoticeKind.ProviderOutage => "payment provider out of reach",
        StaffNoticeKind.ForeignPayment => Count(count, "payment belongs to no order", "payments belong to no order"),
        StaffNoticeKind.BooksDiffer => Count(count, "difference in the books", "differences in the books"),
        StaffNoticeKind.StockHeld => Count(count, "product held by unpaid orders", "products held by unpaid orders"),
        StaffNoticeKind.Security => Count(count, "security notice", "security notices"),
        _ => Count(count, "notice", "notices"),
    };

    private static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
