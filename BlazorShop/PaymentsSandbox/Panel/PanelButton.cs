using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using Microsoft.AspNetCore.Antiforgery;

namespace BlazorShop.PaymentsSandbox.Panel;

/// <summary>Small forms that carry the antiforgery token.</summary>
internal sealed class PanelButton(AntiforgeryTokenSet token)
{
    public Html For(string act, string id, string label, string? fullLabel = null) => Form(act, id, Html.Of(
        $"""<button type="submit" aria-label="{fullLabel ?? label}">{label}</button>"""));

    public Html Refund(string id, JsonObject charge)
    {
        var decimals = Money.DecimalsOf(charge.Text("currency"));
        var left = (charge.Number("amount_captured") - charge.Number("amount_refunded")) / (decimal)Math.Pow(10, decimals);
        return Form("refund", id, Html.Of($"""
            <label class="amount"><span>Amount</span><input name="amount" inputmode="decimal" value="{left.ToString("F" + decimals, CultureInfo.InvariantCulture)}"></label>
            <button type="submit">Refund</button>
            """));
    }

    private Html Form(string act, string id, Html content) => Html.Of($"""
        <form method="post" action="/sandbox/act">
            <input type="hidden" name="{token.FormFieldName}" value="{token.RequestToken}">
            <input type="hidden" name="act" value="{act}"><input type="hidden" name="subject" value="{id}">
            {content}
        </form>
        """);
}
