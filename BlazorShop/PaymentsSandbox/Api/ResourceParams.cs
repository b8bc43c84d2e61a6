namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What the other operations take.</summary>
internal static class ResourceParams
{
    public static readonly ParamShape None = ParamShape.Parse("");
    public static readonly ParamShape Intent = ParamShape.Parse("client_secret text");
    public static readonly ParamShape Page = ParamShape.PageOf("");

    public static readonly ParamShape RefundCreate = ParamShape.OfNew("""
        amount int
        charge text
        currency currency
        customer text
        instructions_email text
        metadata map
        origin customer_balance
        payment_intent text
        reason duplicate|fraudulent|requested_by_customer
        refund_application_fee flag
        reverse_transfer flag
        """);

    public static readonly ParamShape PaymentIntentList = ParamShape.ListOf("customer text\ncustomer_account text");

    public static readonly ParamShape ChargeList = ParamShape.ListOf("""
        customer text
        payment_intent text
        transfer_group text
        """);

    public static readonly ParamShape RefundList = ParamShape.ListOf("charge text\npayment_intent text");

    public static readonly ParamShape PaymentMethodUpdate = ParamShape.Parse("""
        allow_redisplay always|limited|unspecified
        billing_details
          address
            city text
            country country
            line1 text
            line2 text
            postal_code text
            state text
          email text
          name text
          phone text
          tax_id text
        card
          exp_month int
          exp_year int
          networks
            preferred cartes_bancaires|mastercard|visa
        metadata map
        us_bank_account
          account_holder_type company|individual
          account_type checking|savings
        """);

    public static readonly ParamShape PaymentMethodList = ParamShape.PageOf("""
        allow_redisplay always|limited|unspecified
        customer text
        customer_account text
        type text
        """);

    public static readonly ParamShape EventList = ParamShape.ListOf("""
        delivery_success flag
        type text
        types[] text
        """);
}
