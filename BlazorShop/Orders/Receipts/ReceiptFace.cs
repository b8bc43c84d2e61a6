using UglyToad.PdfPig.Writer;

namespace BlazorShop.Orders.Receipts;

/// <summary>A font as the paper holds it. A copy has room for 255 different letters: what needs more gets another.</summary>
internal sealed class ReceiptFace(PdfDocumentBuilder document, ReceiptFont font)
{
    private const int Room = 250;

    private readonly HashSet<char> used = [];
    private PdfDocumentBuilder.AddedFont added = document.AddTrueTypeFont(font.Bytes);

    public PdfDocumentBuilder.AddedFont For(string written)
    {
        used.UnionWith(written);
        if (used.Count <= Room)
            return added;
        used.Clear();
        used.UnionWith(written);
        return added = document.AddTrueTypeFont(font.Bytes);
    }
}
