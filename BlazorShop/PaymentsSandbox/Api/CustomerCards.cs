using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>The card a customer pays with unless they say otherwise.</summary>
internal static class CustomerCards
{
    /// <summary>Only a method that is saved for this customer can be their default; an empty text unsets it.</summary>
    public static void SetDefault(SandboxWork work, JsonObject customer, JsonObject? given)
    {
        if (given?.ContainsKey("default_payment_method") != true)
            return;
        var method = given.Text("default_payment_method");
        if (method is not null && work.Find(PaymentMethodObject.Kind, method)?.Text("customer") != customer.Id())
        {
            throw ApiError.Invalid(
                $"The customer does not have a payment method with the ID {method}. The payment method must be attached to the customer.",
                "invoice_settings[default_payment_method]", "resource_missing");
        }

        customer["invoice_settings"]!["default_payment_method"] = method;
    }

    /// <summary>A method that was taken from its customer is no longer their default.</summary>
    public static void Forget(SandboxWork work, string customerId, string method)
    {
        if (work.Find(CustomerObject.Kind, customerId) is not { } customer
            || customer.Object("invoice_settings")!.Text("default_payment_method") != method)
            return;
        customer["invoice_settings"]!["default_payment_method"] = null;
        work.Put(customer);
        work.Emit("customer.updated", customer, new JsonObject { ["invoice_settings"] = new JsonObject { ["default_payment_method"] = method } });
    }
}
