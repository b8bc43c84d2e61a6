using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;

namespace BlazorShop.Orders.Receipts;

/// <summary>
/// The letters a receipt is written in: Latin with all its accents, Greek and Cyrillic. What the font does not have loses its accent,
/// or becomes a question mark: a name that cannot be written must not keep the rest from the paper.
/// </summary>
internal sealed class ReceiptFont
{
    private static readonly Lazy<ReceiptFont> regular = new(() => new ReceiptFont("DejaVuSans.ttf"));
    private static readonly Lazy<ReceiptFont> bold = new(() => new ReceiptFont("DejaVuSans-Bold.ttf"));

    private readonly TrueTypeFont font;

    private ReceiptFont(string file)
    {
        using var stream = typeof(ReceiptFont).Assembly.GetManifestResourceStream(typeof(ReceiptFont), file)
            ?? throw new InvalidOperationException($"{file} is missing in this build.");
        Bytes = new byte[stream.Length];
        stream.ReadExactly(Bytes);
        font = TrueTypeFontParser.Parse(new TrueTypeDataBytes(Bytes));
    }

    public static ReceiptFont Regular => regular.Value;

    public static ReceiptFont Bold => bold.Value;

    public byte[] Bytes { get; }

    /// <summary><paramref name="text"/> in letters that this font has.</summary>
    public string Write(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
                written.Append(' ');
            else if (rune.IsBmp && Has(rune.Value))
                written.Append(rune.ToString());
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                written.Append(Plain(rune));
        }

        return written.ToString();
    }

    private string Plain(Rune rune)
    {
        var letters = rune.ToString().Normalize(NormalizationForm.FormKD).Where(c => Has(c)).ToArray();
        return letters.Length > 0 ? new string(letters) : "?";
    }

    private bool Has(int character) => font.TableRegister.CMapTable.TryGetGlyphIndex(character, out var glyph) && glyph != 0;
}
