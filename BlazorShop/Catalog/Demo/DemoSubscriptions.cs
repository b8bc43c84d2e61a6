using BlazorShop.Common;

namespace BlazorShop.Catalog.Demo;

/// <summary>What comes again by itself. Written last: what is added here moves no id of the others.</summary>
internal static class DemoSubscriptions
{
    public static DemoProduct[] Products { get; } =
    [
        new("coffee-post", "tea-coffee", "Coffee post",
            "Freshly roasted beans for one household, sent by themselves every month.",
            """
            One bag from one farm, roasted on Monday and in your letterbox by Thursday. It is another farm each month; the card in the bag says which, and how they like to drink it there.

            - 500 g, whole beans or ground for a filter
            - Packed to fit through the slot of a letterbox
            - Pause it when you travel, end it when you like: the button is on your subscription's page
            """,
            ["A paper bag of coffee beans with a cream label.", "Two bags of coffee, one clay and one sage."],
            new("POST-COFFEE-BEAN", "Whole beans", 1400, 180, Recurrence.EveryMonth), new("POST-COFFEE-FILTER", "Ground for filter", 1400, 140, Recurrence.EveryMonth)),
        new("tea-year", "tea-coffee", "Four teas, four seasons",
            "A tin of loose tea at the turn of each season.",
            """
            A green one in spring, a white one for summer, something smoky for autumn and a black one that can take milk when it snows. Each tin holds about forty cups.

            - 80 g loose tea every three months
            - The tins are for keeping, and stack
            """,
            ["A round tea tin in sea blue.", "The tin from close by."],
            new DemoVariant("POST-TEA", "", 1900, 60, new Recurrence(RecurrenceUnit.Month, 3))),
    ];
}
