namespace BlazorShop.Orders;

/// <summary>Where a parcel can be followed.</summary>
public static class TrackingLink
{
    /// <summary>Carriers that staff are offered to choose from. They may write any other.</summary>
    public static IReadOnlyList<string> Carriers { get; } =
        ["Chronopost", "Colissimo", "DHL", "DPD", "FedEx", "GLS", "Mondial Relay", "PostNL", "Royal Mail", "UPS", "USPS"];

    /// <summary>Carriers as staff write them, by a word of their name, and their own pages.</summary>
    private static readonly (string Word, string Page)[] carriers =
    [
        ("dhl", "https://www.dhl.com/global-en/home/tracking.html?tracking-id="),
        ("ups", "https://www.ups.com/track?tracknum="),
        ("fedex", "https://www.fedex.com/fedextrack/?trknbr="),
        ("usps", "https://tools.usps.com/go/TrackConfirmAction?tLabels="),
        ("royal mail", "https://www.royalmail.com/track-your-item#/tracking-results/"),
        ("colissimo", "https://www.laposte.fr/outils/suivre-vos-envois?code="),
        ("la poste", "https://www.laposte.fr/outils/suivre-vos-envois?code="),
        ("chronopost", "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT="),
        ("dpd", "https://tracking.dpd.de/status/en_US/parcel/"),
        ("gls", "https://gls-group.com/GROUP/en/parcel-tracking?match="),
        ("postnl", "https://postnl.nl/en/tracktrace/?B="),
        ("bpost", "https://track.bpost.cloud/btr/web/#/search?itemCode="),
        ("canada post", "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor="),
    ];

    /// <summary>The carrier's page about this parcel, or that of a service that knows them all; null without a number.</summary>
    public static string? For(string carrier, string tracking)
    {
        if (string.IsNullOrWhiteSpace(tracking))
            return null;
        // Staff may have entered the link itself.
        if (Uri.TryCreate(tracking, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps)
            return link.AbsoluteUri;
        var number = Uri.EscapeDataString(tracking.Replace(" ", "", StringComparison.Ordinal));
        var known = carriers.FirstOrDefault(c => Words(carrier).Contains($" {c.Word} ", StringComparison.OrdinalIgnoreCase));
        return (known.Page ?? "https://t.17track.net/en#nums=") + number;
    }

    private static string Words(string carrier) => $" {string.Join(' ', carrier.Split([' ', '-', '.', ',', '/', '_'], StringSplitOptions.RemoveEmptyEntries))} ";
}
