namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What the operations on invoices take.</summary>
internal static class InvoiceParams
{
    public static readonly ParamShape List = ParamShape.ListOf("""
        collection_method charge_automatically|send_invoice
        customer text
        customer_account text
        due_date any
        status draft|open|paid|uncollectible|void
        subscription text
        """);

    public static readonly ParamShape Pay = ParamShape.Parse("""
        forgive flag
        mandate text
        off_session flag
        paid_out_of_band flag
        payment_method text
        source text
        """);

    public static readonly ParamShape Payments = ParamShape.ListOf("""
        invoice text
        payment any
        status canceled|open|paid
        """);
}
