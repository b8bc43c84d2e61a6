using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class PaymentMethodApi
{
    private static readonly string[] Filters = ["allow_redisplay", "customer", "type"];
    private static readonly string[] Expiry = ["exp_month", "exp_year"];

    public static JsonObject List(ApiCall call)
    {
        // Without a customer Stripe lists what is attached to the account itself, which a shop never has.
        if (call.Params.Text("customer") is not { } customer)
            return Listing.Whole("/v1/payment_methods", []);
        CustomerApi.Living(call.Work, customer, "customer");
        return Listing.Of(call, PaymentMethodObject.Kind, "/v1/payment_methods", Filters);
    }

    public static JsonObject OfCustomer(ApiCall call)
    {
        CustomerApi.Living(call.Work, call.Id, "customer", inPath: true);
        call.Params["customer"] = call.Id;
        return Listing.Of(call, PaymentMethodObject.Kind, $"/v1/customers/{call.Id}/payment_methods", Filters);
    }

    public static JsonObject Update(ApiCall call)
    {
        var method = call.Get(PaymentMethodObject.Kind, "PaymentMethod");
        if (method.Text("customer") is null)
            throw ApiError.Refused("You must save this PaymentMethod to a customer before you can update it.");
        if (call.Params.Text("allow_redisplay") is { } redisplay)
            method["allow_redisplay"] = redisplay;
        if (call.Params.Object("card") is { } card)
            foreach (var name in Expiry.Where(card.ContainsKey))
                method["card"]![name] = card.Copy(name);
        if (call.Params.Object("billing_details") is { } billing)
        {
            var kept = method.Object("billing_details")!;
            foreach (var (name, value) in billing)
                kept[name] = name == "address" ? CustomerObject.Address((value as JsonObject) ?? []) : value?.DeepClone();
        }
        Metadata.Merge(method, call.Params);
        call.Work.Put(method);
        call.Work.Emit("payment_method.updated", method);
        return method;
    }

    public static JsonObject Detach(ApiCall call)
    {
        var method = call.Get(PaymentMethodObject.Kind, "PaymentMethod");
        if (method.Text("customer") is not { } customer)
            throw ApiError.Refused("The payment method you provided is not attached to a customer so detachment is impossible.");
        method["customer"] = null;
        call.Work.Put(method);
        call.Work.Emit("payment_method.detached", method, new JsonObject { ["customer"] = customer });
        CustomerCards.Forget(call.Work, customer, method.Id());
        return method;
    }
}
