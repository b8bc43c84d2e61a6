namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What the operations on subscriptions take.</summary>
internal static class SubscriptionParams
{
    public static readonly ParamShape Update = ParamShape.OfChange("""
        add_invoice_items[]
          discountable flag
          discounts[]
            coupon text
            discount text
            promotion_code text
          metadata map
          period
            end!
              timestamp int
              type! min_item_period_end|timestamp
            start!
              timestamp int
              type! max_item_period_start|now|timestamp
          price text
          price_data
            currency! currency
            product! text
            tax_behavior exclusive|inclusive|unspecified
            unit_amount int
            unit_amount_decimal text
          quantity int
          tax_rates?[] text
        application_fee_percent? any
        automatic_tax
          enabled! flag
          liability
            account text
            type! account|self
        billing_cycle_anchor
          type! now|unchanged
        billing_schedules?[]
          applies_to[]
            price text
            type! price
          bill_until
            duration
              interval! day|month|week|year
              interval_count int
            timestamp int
            type! duration|timestamp
          key text
        billing_thresholds?
          amount_gte int
          reset_billing_cycle_anchor flag
        cancel_at? any
        cancel_at_period_end flag
        cancellation_details
          comment? text
          feedback? customer_service|low_quality|missing_features|other|switched_service|too_complex|too_expensive|unused
          feedback_option text
        collection_method charge_automatically|send_invoice
        days_until_due int
        default_payment_method text
        default_source? text
        default_tax_rates?[] text
        description? text
        discounts?[]
          coupon text
          discount text
          promotion_code text
        invoice_settings
          account_tax_ids?[] text
          custom_fields?[]
            name! text
            value! text
          description? text
          footer? text
          issuer
            account text
            type! account|self
        items[]
          billing_thresholds?
            usage_gte! int
          clear_usage flag
          current_trial
            trial_offer! text
          deleted flag
          discounts?[]
            coupon text
            discount text
            promotion_code text
          id text
          metadata? map
          plan text
          price text
          price_data
            currency! currency
            product! text
            recurring!
              interval! day|month|week|year
              interval_count int
            tax_behavior exclusive|inclusive|unspecified
            unit_amount int
            unit_amount_decimal text
          quantity int
          tax_rates?[] text
        metadata? map
        off_session flag
        on_behalf_of? text
        pause_collection?
          behavior! keep_as_draft|mark_uncollectible|void
          resumes_at int
        payment_behavior allow_incomplete|default_incomplete|error_if_incomplete|pending_if_incomplete
        payment_settings
          payment_method_options
            acss_debit?
              mandate_options
                transaction_type business|personal
              verification_method automatic|instant|microdeposits
            bancontact?
              preferred_language de|en|fr|nl
            billie?
              company_details?
                registered_address?
                  city text
                  country country
                  line1 text
                  line2 text
                  postal_code text
                  state text
                registered_name text
                registration_number text
                registration_type? ch_ein|de_hrb|dk_cvr|es_cif|fi_tunnus|fr_siren|fr_siret|it_rea|nl_kvk|no_org_number|no_pno|se_org_number|se_pno|uk_crn
                vat text
            blik?
              mandate_options
                expires_at int
            card?
              mandate_options
                amount int
                amount_type fixed|maximum
                description text
              network amex|cartes_bancaires|diners|discover|eftpos_au|girocard|interac|jcb|link|mastercard|unionpay|unknown|visa
              request_three_d_secure any|automatic|challenge
            customer_balance?
              bank_transfer
                eu_bank_transfer
                  country! text
                type text
              funding_type text
            konbini?
            payto?
              mandate_options
                amount int
                purpose dependant_support|government|loan|mortgage|other|pension|personal|retail|salary|tax|utility
            pix?
              expires_after_seconds int
              mandate_options
                amount int
                amount_includes_iof always|never
                end_date text
                payment_schedule halfyearly|monthly|quarterly|weekly|yearly
            sepa_debit?
            upi?
              mandate_options
                amount int
                amount_type fixed|maximum
                description text
                end_date int
            us_bank_account?
              financial_connections
                filters
                  account_subcategories[] checking|savings
                permissions[] balances|ownership|payment_method|transactions
                prefetch[] balances|ownership|transactions
              verification_method automatic|instant|microdeposits
          payment_method_types?[] ach_credit_transfer|ach_debit|acss_debit|affirm|alipay|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|blik|boleto|card|cashapp|crypto|custom|customer_balance|eps|fpx|giropay|grabpay|ideal|jp_credit_transfer|kakao_pay|klarna|konbini|kr_card|link|mb_way|multibanco|naver_pay|nz_bank_account|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|satispay|sepa_credit_transfer|sepa_debit|sequra|sofort|swish|twint|upi|us_bank_account|wechat_pay
          save_default_payment_method off|on_subscription
        pending_invoice_item_interval?
          interval! day|month|week|year
          interval_count int
        proration_behavior always_invoice|create_prorations|none
        proration_date int
        transfer_data?
          amount_percent any
          destination! text
        trial_end any
        trial_from_plan flag
        trial_settings
          end_behavior!
            billing_cycle_anchor now|unchanged
            missing_payment_method cancel|create_invoice|pause
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
}
