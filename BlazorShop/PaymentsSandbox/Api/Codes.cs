namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>The codes Stripe knows; any other is refused, as are currencies in upper case.</summary>
internal static class Codes
{
    /// <summary>Currencies in which cards can be charged (docs.stripe.com/currencies).</summary>
    public static readonly IReadOnlySet<string> Currencies = Set("""
        aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn bzd cad cdf chf clp
        cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr
        isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr
        mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd
        std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw
        """);

    /// <summary>Where Checkout collects addresses; ZZ means anywhere else and is nobody's address.</summary>
    public static readonly IReadOnlySet<string> Destinations = Set("""
        AC AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CD
        CF CG CH CI CK CL CM CN CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH
        GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY
        KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL
        NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO
        SR SS ST SV SX SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WF WS XK YE YT
        ZA ZM ZW ZZ
        """);

    private const string Anywhere = "ZZ";

    public static string Currency(string code, string path) => Currencies.Contains(code) ? code : throw ApiError.Invalid(
        $"Invalid currency: {code}. Stripe supports three-letter ISO codes in lower case; see https://stripe.com/docs/currencies.", path, null);

    public static string Country(string code, string path) => code != Anywhere && Destinations.Contains(code) ? code : throw ApiError.Invalid(
        $"Country '{code}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'. A full list of country codes is available at https://en.wikipedia.org/wiki/ISO_3166-1_alpha-2#Officially_assigned_code_elements",
        path, null);

    public static string Destination(string code, string path) => Destinations.Contains(code) ? code : throw ApiError.Invalid(
        $"Invalid {path}: must be one of {string.Join(", ", Destinations.Take(3))}, … or {Anywhere}", path, null);

    private static HashSet<string> Set(string codes) => new(codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
