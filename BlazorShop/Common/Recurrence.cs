using System.Globalization;

namespace BlazorShop.Common;

public enum RecurrenceUnit
{
    Week,
    Month,
    Year,
}

/// <summary>How often something is bought again by itself: from every week to every year.</summary>
public sealed record Recurrence
{
    private static readonly int[] most = [52, 12, 1];

    public Recurrence(RecurrenceUnit unit, int count)
    {
        if (!Enum.IsDefined(unit) || count < 1 || count > most[(int)unit])
            throw new ArgumentOutOfRangeException(nameof(count), $"Every {count} {unit} is not between every week and every year.");
        (Unit, Count) = (unit, count);
    }

    public static Recurrence EveryMonth { get; } = new(RecurrenceUnit.Month, 1);

    public RecurrenceUnit Unit { get; }

    public int Count { get; }

    /// <summary>For people, behind a price, in the current language: "every month", "toutes les 2 semaines".</summary>
    public string Format() => (Unit, Count) switch
    {
        (RecurrenceUnit.Week, 1) => CommonTexts.Of("Every.Week"),
        (RecurrenceUnit.Week, _) => CommonTexts.Of("Every.Weeks", Count),
        (RecurrenceUnit.Month, 1) => CommonTexts.Of("Every.Month"),
        (RecurrenceUnit.Month, _) => CommonTexts.Of("Every.Months", Count),
        _ => CommonTexts.Of("Every.Year"),
    };

    /// <summary>In English, whoever asks: "every month", "every 2 weeks".</summary>
    public override string ToString() =>
        Count == 1 ? "every " + Word : string.Create(CultureInfo.InvariantCulture, $"every {Count} {Word}s");

    /// <summary>When it is due again.</summary>
    public DateTime After(DateTime time) => Unit switch
    {
        RecurrenceUnit.Week => time.AddDays(7 * Count),
        RecurrenceUnit.Month => time.AddMonths(Count),
        _ => time.AddYears(Count),
    };

    /// <summary>As it is stored: <c>2 week</c>.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Count} {Word}");

    public static Recurrence Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && int.TryParse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && Enum.TryParse<RecurrenceUnit>(text[(space + 1)..], ignoreCase: true, out var unit)
            ? new Recurrence(unit, count)
            : throw new FormatException($"'{text}' is no recurrence: write it like '1 month'.");
    }

    private string Word => Unit switch
    {
        RecurrenceUnit.Week => "week",
        RecurrenceUnit.Month => "month",
        _ => "year",
    };
}
