using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace BlazorShop.Orders.Receipts;

/// <summary>A4 pages that are written from top to bottom; a new one begins where the last is full.</summary>
internal sealed class ReceiptPaper : IDisposable
{
    public const double Left = 56;
    public const double Right = 595 - 56;

    private const double Top = 842 - 60;
    private const double Bottom = 70;

    private readonly PdfDocumentBuilder document = new();
    private readonly ReceiptFace regular;
    private readonly ReceiptFace bold;
    private readonly List<PdfPageBuilder> pages = [];
    private PdfPageBuilder page;
    private double y;

    public ReceiptPaper(string title, string author)
    {
        (document.DocumentInformation.Title, document.DocumentInformation.Author) = (title, author);
        (regular, bold) = (new ReceiptFace(document, ReceiptFont.Regular), new ReceiptFace(document, ReceiptFont.Bold));
        page = NewPage();
    }

    public void Dispose() => document.Dispose();

    /// <summary>Moves down; to the next page where <paramref name="needed"/> more does not fit on this one.</summary>
    public void Down(double height, double needed = 0)
    {
        y -= height;
        if (y - needed < Bottom)
            page = NewPage();
    }

    public void Text(string text, double x, double size = 10, bool heavy = false, bool muted = false, bool right = false)
    {
        var font = heavy ? ReceiptFont.Bold : ReceiptFont.Regular;
        var written = font.Write(text);
        if (written.Trim().Length == 0)
            return;
        if (muted)
            page.SetTextAndFillColor(90, 90, 90);
        page.AddText(written, size, new PdfPoint(right ? x - Width(written, size, heavy) : x, y), (heavy ? bold : regular).For(written));
        if (muted)
            page.ResetColor();
    }

    /// <summary>Breaks the text into lines no wider than <paramref name="width"/>.</summary>
    public IReadOnlyList<string> Wrap(string text, double width, double size = 10)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Pieces(text, width, size))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && Width(ReceiptFont.Regular.Write(longer), size, false) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line);
        return lines;
    }

    public void Rule()
    {
        page.SetStrokeColor(190, 190, 190);
        page.DrawLine(new PdfPoint(Left, y), new PdfPoint(Right, y), 0.6);
        page.ResetColor();
    }

    /// <summary>Writes the last line of each page, and answers the whole as bytes.</summary>
    /// <param name="pageOf">How a page is numbered: its own number, and that of the last.</param>
    public byte[] Finish(string footer, Func<int, int, string> pageOf)
    {
        for (var i = 0; i < pages.Count; i++)
        {
            (page, y) = (pages[i], 40);
            Text(footer, Left, 8, muted: true);
            Text(pageOf(i + 1, pages.Count), Right, 8, muted: true, right: true);
        }

        return document.Build();
    }

    private PdfPageBuilder NewPage()
    {
        y = Top;
        var made = document.AddPage(PageSize.A4);
        pages.Add(made);
        return made;
    }

    private double Width(string written, double size, bool heavy) =>
        written.Length == 0 ? 0 : page.MeasureText(written, size, new PdfPoint(0, 0), (heavy ? bold : regular).For(written))[^1].EndBaseLine.X;

    /// <summary>The words; what is wider than the line by itself is cut.</summary>
    private IEnumerable<string> Pieces(string text, double width, double size)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            while (Width(ReceiptFont.Regular.Write(rest), size, false) > width && rest.Length > 1)
            {
                var fits = Enumerable.Range(1, rest.Length - 1).TakeWhile(n => Width(ReceiptFont.Regular.Write(Common.Text.Limit(rest, n)), size, false) <= width).DefaultIfEmpty(1).Last();
                var piece = Common.Text.Limit(rest, fits);
                yield return piece;
                rest = rest[piece.Length..];
            }

            yield return rest;
        }
    }
}
