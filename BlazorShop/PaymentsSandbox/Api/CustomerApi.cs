using System.Net.Mail;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class CustomerApi
{
    private static readonly string[] Plain = ["description", "email", "name", "phone", "tax_exempt", "balance", "preferred_locales", "business_name", "individual_name"];

    public static JsonObject Create(ApiCall call)
    {
        var customer = CustomerObject.New(call.Work.Now);
        Fill(call.Work, customer, call.Params);
        call.Work.Put(customer);
        call.Work.Emit("customer.created", customer);
        return customer;
    }

    public static JsonObject List(ApiCall call) =>
        Listing.Of(call, CustomerObject.Kind, "/v1/customers", [("json_extract(json, '$.deleted') IS ?", DBNull.Value)], "email");

    public static JsonObject Get(ApiCall call)
    {
        var customer = call.Get(CustomerObject.Kind, "customer");
        return customer.Flag("deleted") ? Gone(customer) : customer;
    }

    public static JsonObject Update(ApiCall call)
    {
        var customer = Living(call.Work, call.Id, "id", inPath: true);
        var before = customer.Shown();
        Fill(call.Work, customer, call.Params);
        if (!JsonNode.DeepEquals(before, customer.Shown()))
        {
            call.Work.Put(customer);
            call.Work.Emit("customer.updated", customer, EventObject.Changed(before, customer));
        }
        return customer;
    }

    public static JsonObject Delete(ApiCall call)
    {
        var customer = Living(call.Work, call.Id, "id", inPath: true);
        customer["deleted"] = true;
        call.Work.Put(customer);
        foreach (var method in call.Work.All(PaymentMethodObject.Kind, ("customer", call.Id)))
        {
            method["customer"] = null;
            call.Work.Put(method);
        }
        // What still runs for them ends at once, as at Stripe.
        foreach (var running in call.Work.All(SubscriptionObject.Kind, ("customer", call.Id)).Where(s => !SubscriptionObject.IsOver(s)))
            SubscriptionBilling.End(call.Work, running, "cancellation_requested");
        var shown = customer.Shown();
        shown.Remove("deleted");
        call.Work.Emit("customer.deleted", shown);
        return Gone(customer);
    }

    /// <summary>A customer that exists and was not deleted.</summary>
    public static JsonObject Living(SandboxWork work, string id, string param, bool inPath = false) =>
        work.Find(CustomerObject.Kind, id) is { } customer && !customer.Flag("deleted")
            ? customer
            : throw (inPath ? ApiError.NoSuch("customer", id, param) : ApiError.NoSuchParam("customer", id, param));

    public static JsonObject Gone(JsonObject customer) => new() { ["id"] = customer.Id(), ["object"] = "customer", ["deleted"] = true };

    /// <summary>Characters of a text, items of a list.</summary>
    private static readonly (string Path, int Most)[] lengths =
    [
        ("business_name", 150), ("email", 512), ("individual_name", 150),
        ("invoice_settings[custom_fields]", 4), ("invoice_settings[custom_fields][][name]", 40), ("invoice_settings[custom_fields][][value]", 140),
    ];

    /// <summary>What the sandbox has none of.</summary>
    private static readonly string[] absent = ["default_source", "payment_method", "source", "test_clock"];

    private static void Check(JsonObject given)
    {
        foreach (var (path, most) in lengths)
        {
            if (Given.All(given, path).FirstOrDefault(g => Given.Length(g.Value) > most) is { Path: { } where })
                throw ApiError.Invalid($"`{where}` must be at most {most} long.", where, null);
        }

        if (given.Text("invoice_prefix") is { } prefix && (prefix.Length > 12 || !prefix.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))))
            throw ApiError.Invalid("Invalid invoice prefix: must be 1-12 uppercase letters or numbers.", "invoice_prefix", null);
        if (Array.Find(absent, name => given[name] is not null) is { } unknown)
            throw ApiError.NoSuchParam(unknown, given.Text(unknown) ?? "", unknown);
    }

    private static void Fill(SandboxWork work, JsonObject customer, JsonObject given)
    {
        Check(given);
        if (given.Text("email") is { } email && !MailAddress.TryCreate(email, out _))
            throw ApiError.Invalid($"Invalid email address: {email}", "email", "email_invalid");
        foreach (var name in Plain.Where(given.ContainsKey))
            customer[name] = given.Copy(name);
        if (given.ContainsKey("address"))
            customer["address"] = CustomerObject.Address(given.Object("address"));
        if (given.ContainsKey("shipping"))
            customer["shipping"] = CustomerObject.Shipping(given.Object("shipping"));
        CustomerCards.SetDefault(work, customer, given.Object("invoice_settings"));
        Metadata.Merge(customer, given);
    }
}
