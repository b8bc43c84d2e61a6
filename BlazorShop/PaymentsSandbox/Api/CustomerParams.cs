namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What the operations on customers take.</summary>
internal static class CustomerParams
{
    public static readonly ParamShape Create = ParamShape.OfNew("""
        address
          city text
          country country
          line1 text
          line2 text
          postal_code text
          state text
        balance int
        business_name text
        cash_balance
          settings
            reconciliation_mode automatic|manual|merchant_default
        description text
        email text
        individual_name text
        invoice_prefix text
        invoice_settings
          custom_fields[]
            name! text
            value! text
          default_payment_method text
          footer text
          rendering_options
            amount_tax_display exclude_tax|include_inclusive_tax
            template text
        metadata map
        name text
        next_invoice_sequence int
        payment_method text
        phone text
        preferred_locales[] text
        shipping
          address!
            city text
            country country
            line1 text
            line2 text
            postal_code text
            state text
          name! text
          phone text
        source text
        tax
          ip_address text
          validate_location deferred|immediately
        tax_exempt exempt|none|reverse
        tax_id_data any
        test_clock text
        validate flag
        """);

    public static readonly ParamShape Update = ParamShape.Parse("""
        address
          city text
          country country
          line1 text
          line2 text
          postal_code text
          state text
        balance int
        business_name text
        cash_balance
          settings
            reconciliation_mode automatic|manual|merchant_default
        default_source text
        description text
        email text
        individual_name text
        invoice_prefix text
        invoice_settings
          custom_fields[]
            name! text
            value! text
          default_payment_method text
          footer text
          rendering_options
            amount_tax_display exclude_tax|include_inclusive_tax
            template text
        metadata map
        name text
        next_invoice_sequence int
        phone text
        preferred_locales[] text
        shipping
          address!
            city text
            country country
            line1 text
            line2 text
            postal_code text
            state text
          name! text
          phone text
        source text
        tax
          ip_address text
          validate_location auto|deferred|immediately
        tax_exempt exempt|none|reverse
        validate flag
        """);

    public static readonly ParamShape List = ParamShape.ListOf("email text\ntest_clock text");

    public static readonly ParamShape PaymentMethods = ParamShape.PageOf("""
        allow_redisplay always|limited|unspecified
        type text
        """);
}
