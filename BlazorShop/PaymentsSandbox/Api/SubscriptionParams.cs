namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What the operations on subscriptions and invoices take.</summary>
internal static class SubscriptionParams
{
    public static readonly ParamShape Update = ParamShape.Parse("""
        add_invoice_items[] any
        application_fee_percent any
        automatic_tax any
        billing_cycle_anchor any
        billing_schedules any
        billing_thresholds any
        cancel_at any
        cancel_at_period_end flag
        cancellation_details any
        collection_method charge_automatically|send_invoice
        days_until_due int
        default_payment_method text
        default_source text
        default_tax_rates any
        description text
        discounts any
        invoice_settings any
        items[] any
        metadata map
        off_session flag
        on_behalf_of text
        pause_collection
          behavior! keep_as_draft|mark_uncollectible|void
          resumes_at int
        payment_behavior allow_incomplete|default_incomplete|error_if_incomplete|pending_if_incomplete
        payment_settings any
        pending_invoice_item_interval any
        proration_behavior always_invoice|create_prorations|none
        proration_date int
        transfer_data any
        trial_end any
        trial_from_plan flag
        trial_settings any
        """);

    public static readonly ParamShape List = ParamShape.ListOf("""
        automatic_tax any
        collection_method charge_automatically|send_invoice
        current_period_end any
        current_period_start any
        customer text
        customer_account text
        plan text
        price text
        status active|all|canceled|ended|incomplete|incomplete_expired|past_due|paused|trialing|unpaid
        test_clock text
        """);

    public static readonly ParamShape Cancel = ParamShape.Parse("""
        cancellation_details any
        invoice_now flag
        prorate flag
        """);

    public static readonly ParamShape Pause = ParamShape.Parse("""
        bill_for any
        invoicing_behavior invoice|pending_invoice_item
        type subscription
        """);

    public static readonly ParamShape Resume = ParamShape.Parse("""
        billing_cycle_anchor any
        payment_behavior resume_on_payment_attempt|resume_on_payment_success
        proration_behavior always_invoice|create_prorations|none
        proration_date int
        """);

    public static readonly ParamShape InvoiceList = ParamShape.ListOf("""
        collection_method charge_automatically|send_invoice
        customer text
        customer_account text
        due_date any
        status draft|open|paid|uncollectible|void
        subscription text
        """);

    public static readonly ParamShape InvoicePay = ParamShape.Parse("""
        forgive flag
        mandate text
        off_session flag
        paid_out_of_band flag
        payment_method text
        source text
        """);

    public static readonly ParamShape InvoicePayments = ParamShape.ListOf("""
        invoice text
        payment any
        status canceled|open|paid
        """);
}
