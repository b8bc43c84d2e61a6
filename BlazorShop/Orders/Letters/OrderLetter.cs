using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Mail.Letters;
using Microsoft.AspNetCore.Components;

namespace BlazorShop.Orders.Letters;

/// <summary>A letter about an order.</summary>
public abstract class OrderLetter : Letter
{
    [Parameter, EditorRequired]
    public OrderMail Order { get; set; } = null!;

    protected string Number => Order.Number;

    protected static string Of(Money amount) => amount.Format(CultureInfo.CurrentCulture);
}
