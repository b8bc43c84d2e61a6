namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What <c>POST /v1/checkout/sessions</c> takes in API 2026-10-28.endive; anything else is <c>parameter_unknown</c>.</summary>
internal static class SessionParams
{
    public static readonly ParamShape Create = ParamShape.OfNew("""
        adaptive_pricing
          enabled flag
        after_expiration
          recovery
            allow_promotion_codes flag
            enabled! flag
        allow_promotion_codes flag
        allowed_payment_method_types[] acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip
        automatic_tax
          enabled! flag
          liability
            account text
            type! account|self
        billing_address_collection auto|required
        branding_settings
          background_color text
          border_style pill|rectangular|rounded
          button_color text
          display_name text
          font_family be_vietnam_pro|bitter|chakra_petch|default|hahmlet|inconsolata|inter|lato|lora|m_plus_1_code|montserrat|noto_sans|noto_sans_jp|noto_serif|nunito|open_sans|pridi|pt_sans|pt_serif|raleway|roboto|roboto_slab|source_sans_pro|titillium_web|ubuntu_mono|zen_maru_gothic
          icon
            file text
            type! file|url
            url text
          logo
            file text
            type! file|url
            url text
        cancel_url text
        client_reference_id text
        consent_collection
          payment_method_reuse_agreement
            position! auto|hidden
          promotions auto|none
          terms_of_service none|required
        currency currency
        custom_fields[]
          dropdown
            default_value text
            options![]
              label! text
              value! text
          key! text
          label!
            custom! text
            type! custom
          numeric
            default_value text
            maximum_length int
            minimum_length int
          optional flag
          text
            default_value text
            maximum_length int
            minimum_length int
          type! dropdown|numeric|text
        custom_text
          after_submit
            message! text
          shipping_address
            message! text
          submit
            message! text
          terms_of_service_acceptance
            message! text
        customer text
        customer_account text
        customer_creation always|if_required
        customer_email text
        customer_update
          address auto|never
          name auto|never
          shipping auto|never
        discounts[]
          coupon text
          promotion_code text
        excluded_payment_method_types[] acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip
        expires_at int
        integration_identifier text
        invoice_creation
          enabled! flag
          invoice_data
            account_tax_ids[] text
            custom_fields[]
              name! text
              value! text
            description text
            footer text
            issuer
              account text
              type! account|self
            metadata map
            rendering_options
              amount_tax_display exclude_tax|include_inclusive_tax
              template text
        line_items[]
          adjustable_quantity
            enabled! flag
            maximum int
            minimum int
          metadata map
          price text
          price_data
            currency! currency
            product text
            product_data
              description text
              images[] text
              metadata map
              name! text
              tax_code text
              tax_details
                performance_location text
                tax_code text
              unit_label text
            recurring
              interval! day|month|week|year
              interval_count int
            tax_behavior exclusive|inclusive|unspecified
            unit_amount int
            unit_amount_decimal text
          quantity int
          tax_rates[] text
        locale auto|bg|cs|da|de|el|en|en-GB|es|es-419|et|fi|fil|fr|fr-CA|hi-IN|hr|hu|id|it|ja|ko|lt|lv|ms|mt|nb|nl|pl|pt|pt-BR|ro|ru|sk|sl|sv|th|tr|vi|zh|zh-HK|zh-TW
        managed_payments
          enabled flag
        metadata map
        mode payment|setup|subscription
        name_collection
          business
            enabled! flag
            optional flag
          individual
            enabled! flag
            optional flag
        optional_items[]
          adjustable_quantity
            enabled! flag
            maximum int
            minimum int
          price! text
          quantity! int
        origin_context mobile_app|web
        payment_intent_data
          application_fee_amount int
          capture_method automatic|automatic_async|manual
          description text
          metadata map
          on_behalf_of text
          receipt_email text
          setup_future_usage off_session|on_session
          shipping
            address!
              line1! text
              city text
              country country
              line2 text
              postal_code text
              state text
            carrier text
            name! text
            phone text
            tracking_number text
          statement_descriptor text
          statement_descriptor_suffix text
          transfer_data
            amount int
            destination! text
          transfer_group text
        payment_method_collection always|if_required
        payment_method_configuration text
        payment_method_data
          allow_redisplay always|limited|unspecified
        payment_method_options
          acss_debit
            currency cad|usd
            mandate_options
              custom_mandate_url text
              default_for[] invoice|subscription
              interval_description text
              payment_schedule combined|interval|sporadic
              transaction_type business|personal
            setup_future_usage none|off_session|on_session
            target_date text
            verification_method automatic|instant|microdeposits
          affirm
            capture_method manual
            setup_future_usage none
          afterpay_clearpay
            capture_method manual
            setup_future_usage none
          alipay
            setup_future_usage none
          alma
            capture_method manual
          amazon_pay
            capture_method manual
            setup_future_usage none|off_session
          au_becs_debit
            setup_future_usage none
            target_date text
          bacs_debit
            mandate_options
              reference_prefix text
            setup_future_usage none|off_session|on_session
            target_date text
          bancontact
            setup_future_usage none|off_session
          billie
            capture_method manual
          blik
            mandate_options
              expires_at int
            setup_future_usage none|off_session
          boleto
            expires_after_days int
            setup_future_usage none|off_session|on_session
          card
            capture_method manual
            installments
              enabled flag
            request_extended_authorization if_available|never
            request_incremental_authorization if_available|never
            request_multicapture if_available|never
            request_overcapture if_available|never
            request_three_d_secure any|automatic|challenge
            restrictions
              brands_blocked[] american_express|discover_global_network|mastercard|visa
              funding_types_blocked[] credit|debit|prepaid
            setup_future_usage off_session|on_session
            statement_descriptor_suffix_kana text
            statement_descriptor_suffix_kanji text
          cashapp
            capture_method manual
            setup_future_usage none|off_session|on_session
          crypto
            setup_future_usage none
          customer_balance
            bank_transfer
              eu_bank_transfer
                country! text
              requested_address_types[] aba|iban|sepa|sort_code|spei|swift|zengin
              type! eu_bank_transfer|gb_bank_transfer|jp_bank_transfer|mx_bank_transfer|us_bank_transfer
            funding_type bank_transfer
            setup_future_usage none
          demo_pay
            setup_future_usage none|off_session
          eps
            setup_future_usage none
          fpx
            setup_future_usage none
          giropay
            setup_future_usage none
          grabpay
            setup_future_usage none
          ideal
            setup_future_usage none
          kakao_pay
            capture_method manual
            setup_future_usage none|off_session
          klarna
            capture_method manual
            setup_future_usage none
            subscriptions[]
              interval! day|month|week|year
              interval_count int
              name text
              next_billing!
                amount! int
                date! text
              reference! text
          konbini
            expires_after_days int
            setup_future_usage none
          kr_card
            capture_method manual
            setup_future_usage none|off_session
          link
            capture_method manual
            setup_future_usage none|off_session
          mobilepay
            capture_method manual
            setup_future_usage none
          multibanco
            setup_future_usage none
          naver_pay
            capture_method manual
            setup_future_usage none|off_session
          oxxo
            expires_after_days int
            setup_future_usage none
          p24
            setup_future_usage none
            tos_shown_and_accepted flag
          pay_by_bank
          payco
            capture_method manual
            setup_future_usage none
          paynow
            setup_future_usage none
          paypal
            capture_method manual
            preferred_locale cs-CZ|da-DK|de-AT|de-DE|de-LU|el-GR|en-GB|en-US|es-ES|fi-FI|fr-BE|fr-FR|fr-LU|hu-HU|it-IT|nl-BE|nl-NL|pl-PL|pt-PT|sk-SK|sv-SE
            reference text
            risk_correlation_id text
            setup_future_usage none|off_session
          payto
            mandate_options
              amount int
              amount_type fixed|maximum
              end_date text
              payment_schedule adhoc|annual|daily|fortnightly|monthly|quarterly|semi_annual|weekly
              payments_per_period int
              purpose dependant_support|government|loan|mortgage|other|pension|personal|retail|salary|tax|utility
              start_date text
            setup_future_usage none|off_session
          pix
            amount_includes_iof always|never
            expires_after_seconds int
            mandate_options
              amount int
              amount_includes_iof always|never
              amount_type fixed|maximum
              currency currency
              end_date text
              payment_schedule halfyearly|monthly|quarterly|weekly|yearly
              reference text
              start_date text
            setup_future_usage none|off_session
          revolut_pay
            capture_method manual
            setup_future_usage none|off_session
          samsung_pay
            capture_method manual
            setup_future_usage none
          satispay
            capture_method manual
          scalapay
            capture_method manual
          sepa_debit
            mandate_options
              reference_prefix text
            setup_future_usage none|off_session|on_session
            target_date text
          sequra
            capture_method manual
          sofort
            setup_future_usage none
          sunbit
            capture_method manual
            setup_future_usage none
          swish
            reference text
          twint
            setup_future_usage none|off_session
          upi
            mandate_options
              amount int
              amount_type fixed|maximum
              description text
              end_date int
            setup_future_usage none|off_session|on_session
          us_bank_account
            financial_connections
              permissions[] balances|ownership|payment_method|transactions
              prefetch[] balances|ownership|transactions
            setup_future_usage none|off_session|on_session
            target_date text
            verification_method automatic|instant
          wechat_pay
            app_id text
            client! android|ios|web
            setup_future_usage none
        permissions
          update_shipping_details client_only|server_only
        phone_number_collection
          enabled! flag
        redirect_on_completion always|if_required|never
        return_url text
        saved_payment_method_options
          allow_redisplay_filters[] always|limited|unspecified
          payment_method_remove disabled|enabled
          payment_method_save disabled|enabled
        setup_intent_data
          description text
          metadata map
          on_behalf_of text
        shipping_address_collection
          allowed_countries![] destination
        shipping_options[]
          shipping_rate text
          shipping_rate_data
            delivery_estimate
              maximum
                unit! business_day|day|hour|month|week
                value! int
              minimum
                unit! business_day|day|hour|month|week
                value! int
            display_name! text
            fixed_amount
              amount! int
              currency! currency
              currency_options map
            metadata map
            tax_behavior exclusive|inclusive|unspecified
            tax_code text
            type fixed_amount
        submit_type auto|book|donate|pay|subscribe
        subscription_data
          application_fee_percent text
          billing_cycle_anchor int
          billing_cycle_anchor_config
            day_of_month! int
            hour int
            minute int
            month int
            second int
          billing_mode
            flexible
              proration_discounts included|itemized
            type! classic|flexible
          default_tax_rates[] text
          description text
          invoice_settings
            account_tax_ids[] text
            custom_fields[]
              name! text
              value! text
            description text
            footer text
            issuer
              account text
              type! account|self
          metadata map
          on_behalf_of text
          pending_invoice_item_interval
            interval! day|month|week|year
            interval_count int
          proration_behavior create_prorations|none
          transfer_data
            amount_percent text
            destination! text
          trial_end int
          trial_period_days int
          trial_settings
            end_behavior!
              missing_payment_method! cancel|create_invoice|pause
        success_url text
        tax_id_collection
          enabled! flag
          required if_supported|never
        ui_mode elements|embedded_page|form|hosted_page
        wallet_options
          link
            display auto|never
        """);

    public static readonly ParamShape List = ParamShape.ListOf("""
        customer text
        customer_account text
        customer_details
          email! text
        payment_intent text
        payment_link text
        status complete|expired|open
        subscription text
        """);
}
