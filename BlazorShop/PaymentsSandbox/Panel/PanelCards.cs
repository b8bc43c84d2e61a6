using BlazorShop.PaymentsSandbox.Checkout;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>The part of the page that lists the numbers to pay with, and what each bank does.</summary>
internal static class PanelCards
{
    public static Html List() => Html.Of($"""
        <p class="lead">Use any future date and any security code. Any other valid card number is paid too.</p>
        <ul class="cards">{Html.All(Rows())}</ul>
        """);

    private static IEnumerable<Html> Rows() =>
        TestCards.Listed.Select(card => Row(Spaced(card.Number), card.What)).Concat(BankAccounts.Listed.Select(account => Row(account.Number, account.What)));

    private static Html Row(string number, string what) => Html.Of($"""<li><code>{number}</code> <span>{what}</span></li>""");

    private static string Spaced(string number) => string.Join(' ', number.Chunk(4).Select(four => new string(four)));
}
