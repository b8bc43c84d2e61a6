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
    /// <summary>
    /// Codes, lines, need of a region and of a postal code: <c>-</c> none, <c>?</c> optional, <c>!</c> required. Compared with the
    /// data of Google's libaddressinput, from which it differs knowingly: Spain's province, an emirate and Hong Kong's area stay
    /// optional, a postal code is asked wherever every place has one, and a territory is not asked which state it is.
    /// </summary>
    private const string Table = """
        US          ; C, S Z   ; ! !
        CA AU       ; C S Z    ; ! !
        BR          ; C - S|Z  ; ! !
        IN          ; C Z|S    ; ! !
        IT          ; Z C S    ; ! !
        JP          ; C, S Z   ; ! !
        MX          ; Z C, S   ; ! !
        CN          ; C, S|Z   ; ! !
        KR RU       ; C|S|Z    ; ! !
        TW          ; C, S Z   ; ! !
        FM MH PW    ; C S Z    ; ! !
        ID VN       ; C|S Z    ; ! ?
        CO          ; C, S, Z  ; ! ?
        CR          ; S, C|Z   ; ! ?
        HN IQ       ; C, S|Z   ; ! ?
        SV          ; Z-C|S    ; ! ?
        VE          ; C Z, S   ; ! ?
        JM          ; C|S      ; ! ?
        ES          ; Z C|S    ; ? !
        MY          ; Z C|S    ; ? !
        TR          ; Z C/S    ; ? !
        UA          ; C|S|Z    ; ? !
        EE LT       ; Z C S    ; ? !
        LV          ; S|C, Z   ; ? !
        RO          ; Z S C    ; ? !
        TH          ; C|S Z    ; ? ?
        PH          ; C|Z S    ; ? ?
        AR          ; Z C|S    ; ? ?
        IE          ; C|S|Z    ; ? ?
        HK AE       ; C|S      ; ? ?
        GB GG IM JE FK GS SH IO PN ; C|Z ; - !
        AD AT AX BE BG CH CY CZ DE DK FI FO FR GF GL GP GR HR HU IS LI LU MC MF MQ NC NL NO PF PL PM PT RE RS SE SI SK SM VA WF YT BL ; Z C ; - !
        MK ME BA AL MD MA TN DZ IL GE AM AZ SN ; Z C ; - ?
        GI          ; C|Z      ; - ?
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
