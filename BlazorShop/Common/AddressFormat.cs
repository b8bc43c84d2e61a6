namespace BlazorShop.Common;

public enum FieldNeed
{
    /// <summary>Addresses of the country have no such thing: it is not asked.</summary>
    None,
    Optional,
    Required,
}

/// <summary>What an address of a country consists of, and how its place is written.</summary>
/// <param name="Lines">The lines below the street: <c>C</c> city, <c>S</c> region, <c>Z</c> postal code, <c>|</c> a new line.</param>
public sealed record AddressFormat(string Lines, FieldNeed Region, FieldNeed PostalCode)
{
    /// <summary>Codes, lines, need of a region and of a postal code: <c>-</c> none, <c>?</c> optional, <c>!</c> required.</summary>
    private const string Table = """
        US          ; C, S Z   ; ! !
        CA AU       ; C S Z    ; ! !
        BR          ; C - S|Z  ; ! !
        IN          ; C Z|S    ; ! !
        IT          ; Z C S    ; ! !
        JP          ; C, S Z   ; ! !
        MX          ; Z C, S   ; ! !
        CN          ; C, S|Z   ; ! !
        ES          ; Z C|S    ; ? !
        KR          ; C, S Z   ; ? !
        TW          ; C, S Z   ; ? !
        ID          ; C|S Z    ; ? !
        MY          ; Z C|S    ; ? !
        TH PH VN    ; C|S Z    ; ? !
        TR          ; Z C/S    ; ? !
        UA          ; C|S|Z    ; ? !
        RU          ; C|S|Z    ; ? !
        AR          ; Z C|S    ; ? !
        IE          ; C|S|Z    ; ? ?
        AE          ; C|S      ; ? ?
        HK          ; C        ; - ?
        GB GG IM JE GI FK GS SH IO PN ; C|Z ; - !
        AD AT AX BE BG CH CY CZ DE DK EE FI FO FR GF GL GP GR HR HU IS LI LT LU MC MF MQ NC NL NO PF PL PM PT RE RO RS SE SI SK SM VA WF YT BL ; Z C ; - !
        MK ME BA AL MD MA TN DZ IL GE AM AZ SN ; Z C ; - ?
        LV          ; C, Z     ; - !
        MT          ; C Z      ; - !
        SG          ; C Z      ; - !
        NZ          ; C Z      ; - !
        ZA          ; C|Z      ; - !
        PR GU VI AS MP ; C Z   ; - !
        """;

    // What is not listed is asked for everything and held to nothing.
    private static readonly AddressFormat other = new("C Z|S", FieldNeed.Optional, FieldNeed.Optional);

    private static readonly Dictionary<string, AddressFormat> formats = Read();

    public static AddressFormat Of(string? country) => formats.GetValueOrDefault(country ?? "") ?? other;

    private static Dictionary<string, AddressFormat> Read()
    {
        var read = new Dictionary<string, AddressFormat>(StringComparer.Ordinal);
        foreach (var row in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = row.Split(';', StringSplitOptions.TrimEntries);
            foreach (var code in parts[0].Split(' '))
                read.Add(code, new AddressFormat(parts[1], Need(parts[2][0]), Need(parts[2][2])));
        }

        return read;
    }

    private static FieldNeed Need(char mark) => mark switch { '-' => FieldNeed.None, '!' => FieldNeed.Required, _ => FieldNeed.Optional };
}
