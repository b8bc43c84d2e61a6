namespace BlazorShop.Mail.Letters;

/// <summary>What a letter is being written on: the same components write it once as HTML and once as plain text.</summary>
public sealed class LetterSheet(bool isText)
{
    public bool IsText { get; } = isText;

    public string Subject { get; set; } = "";
}
