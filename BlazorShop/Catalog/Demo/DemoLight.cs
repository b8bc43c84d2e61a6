namespace BlazorShop.Catalog.Demo;

internal static class DemoLight
{
    public static DemoProduct[] Products { get; } =
    [
        new("mushroom-lamp", "lamps", "Mushroom lamp",
            "A dome of opal glass that lights a face, a page and not much more.",
            """
            Blown opal glass on a spun steel foot. The dimmer is the knob on the cable: turn it by feel. At its lowest it is a night light; at its highest you can sew by it.

            - 31 cm high, ⌀ 25 cm
            - Two metres of fabric-covered cable
            - Warm LED bulb (E14, 2700 K) included
            """,
            ["A lit table lamp with a cream dome.", "The lamp in clay, lit, in front of a dark wall."],
            new("LAMP-CREAM", "Cream", 14900, 21), new("LAMP-CLAY", "Clay", 14900, 8)),
        new("reading-lamp", "lamps", "Reading lamp",
            "Two joints, one spring, and it stays wherever you leave it.",
            """
            The arm balances on **one spring**, hidden in the lower tube. The head turns far enough to light a wall instead of a book. Steel, not plastic, down to the switch.

            - Reaches 62 cm
            - E27, up to 40 W
            """,
            ["A pine-green reading lamp with a jointed arm.", "The lamp's head from close by."],
            new("READ-PINE", "Pine", 12900, 26), new("READ-MUST", "Mustard", 12900, 14)),
        new("paper-pendant", "lamps", "Paper pendant",
            "Mulberry paper over bamboo: a moon for above the table.",
            """
            It comes flat and opens like an accordion. Hang it low, about sixty centimetres above the table, and the room around it will go quiet.

            - Small ⌀ 40 cm, large ⌀ 60 cm
            - Fits E27 sockets, bulb not included
            """,
            ["A round paper lampshade with fine ribs.", "Two paper pendants at different heights."],
            new("PEND-40", "Small", 3900, 50), new("PEND-60", "Large", 6200, 20)),
        new("beeswax-candles", "candles", "Beeswax candles",
            "Three pillars of pure beeswax that smell of honey and burn for a week of evenings.",
            """
            Poured from the wax of two beekeepers who know their bees by temper. Beeswax burns slower and brighter than paraffin, and does not soot.

            - Three candles: 8, 12 and 16 cm
            - About 70 hours of light together
            """,
            ["Three burning pillar candles of different heights.", "The candles before a dark wall."],
            new DemoVariant("WAX-3", "", 3200, 0)),
        new("candle-holder", "candles", "Chamber candlestick",
            "A saucer, a socket and a ring for the finger: made to be carried to bed.",
            """
            The shape has not changed in three hundred years because nothing was wrong with it. Enamelled steel, easy to clean: put it in the freezer and the wax pops off.

            - ⌀ 15 cm, for candles of 2.2 cm
            """,
            ["A candle in an ink-blue chamber candlestick.", "The candlestick in mustard beside the blue one."],
            new("STICK-INK", "Ink", 2600, 38), new("STICK-MUST", "Mustard", 2600, 25)),
    ];
}
