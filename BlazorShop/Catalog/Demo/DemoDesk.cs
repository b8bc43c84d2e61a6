namespace BlazorShop.Catalog.Demo;

internal static class DemoDesk
{
    public static DemoProduct[] Products { get; } =
    [
        new("linen-notebook", "paper", "Linen notebook",
            "Thread-sewn, lies flat on any page, bound in linen that ages well.",
            """
            A hundred and sixty pages of **100 g paper** that takes a fountain pen without showing it on the back. Thread-sewn in small sections, so it lies flat from the first page to the last.

            - A5, 160 pages, rounded corners
            - One ribbon, one pocket, no slogans
            """,
            ["A rust-coloured linen notebook with a ribbon.", "Two notebooks, rust and pine, one on the other."],
            new("NOTE-PLAIN", "Plain", 1900, 140), new("NOTE-RULED", "Ruled", 1900, 88), new("NOTE-DOT", "Dotted", 1900, 19)),
        new("pencil-set", "paper", "Six cedar pencils",
            "From 2H to 4B in a paper tube: one for every mood.",
            """
            Incense cedar, sharpened by hand once, so that the first line is a pleasure. The lead is bonded along its whole length: drop one and it will still draw.

            2H · HB · B · 2B · 3B · 4B
            """,
            ["Six pencils in a ceramic cup.", "The pencils from close by."],
            new DemoVariant("PENCIL-6", "", 1400, 210)),
        new("desk-tray", "order", "Desk tray",
            "Oak, felt-lined, with room for pens, keys and the thing you were looking for.",
            """
            Four compartments milled from a single board and lined with wool felt, so that nothing rattles when you push it aside. The long one fits a ruler; the square one fits the day's worth of coins.

            - 32 × 20 × 3 cm
            - Oiled oak, grey felt
            """,
            ["An oak desk tray with pencils, clips and a key.", "The tray from close by."],
            new DemoVariant("TRAY-OAK", "", 4600, 37)),
        new("quiet-clock", "order", "Quiet wall clock",
            "A sweeping hand, no numerals and no sound at all.",
            """
            The movement glides instead of ticking, which you will notice on the first night. The dial is lacquered paper behind real glass; the case is bent from one strip of ash.

            - ⌀ 28 cm
            - One AA battery lasts about two years (not included)
            """,
            ["A round wall clock with a pale dial and dark hands.", "The clock in ink with a brass hand."],
            new("CLOCK-ASH", "Ash", 8900, 24), new("CLOCK-INK", "Ink", 8900, 11)),
        new("steel-bookends", "order", "Pair of bookends",
            "Two folded sheets of steel that hold a metre of books and never slip.",
            """
            The books stand on the long foot, so their own weight keeps them upright. Powder-coated in one matt colour, with cork beneath.

            Sold as a pair; a third one is always the one you need.
            """,
            ["A row of books between two clay-coloured bookends.", "The bookends from close by."],
            new("BOOK-CLAY", "Clay", 3400, 45), new("BOOK-PINE", "Pine", 3400, 52)),
    ];
}
