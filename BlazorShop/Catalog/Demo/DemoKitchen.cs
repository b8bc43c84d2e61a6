namespace BlazorShop.Catalog.Demo;

internal static class DemoKitchen
{
    public static DemoProduct[] Products { get; } =
    [
        new("stovetop-kettle", "tea-coffee", "Stovetop kettle",
            "Enamelled steel with a beech handle; boils a litre and a half and says so softly.",
            """
            A kettle for people who like to hear the water. The **wide base** takes the heat of gas, electric and induction hobs; the beech handle stays cool; the lid is deep enough not to fall off while you pour the last cup.

            - 1.5 litres, about six cups
            - Enamelled steel, glazed inside
            - Wipe it dry and it will look like this for twenty years

            The low whistle can be heard in the next room, but not in the one after that.
            """,
            ["A sage green enamel kettle with a wooden handle.", "The same kettle in cream, with the green one behind it."],
            new("KET-SAGE", "Sage", 6900, 34), new("KET-CREAM", "Cream", 6900, 18), new("KET-INK", "Ink", 7200, 0)),
        new("round-teapot", "tea-coffee", "Round teapot",
            "Stoneware in a matt glaze, with a strainer that stays behind when you take the lid.",
            """
            Thrown in one piece and glazed in a matt sand that hides the first fingerprints and every later one. The spout is **cut sharp**, so it does not drip; the handle takes two fingers at the small size and three at the large.

            | | Small | Large |
            | --- | --- | --- |
            | Holds | 0.6 litres | 1.2 litres |
            | Cups | 2–3 | 5–6 |

            Dishwasher safe, though it would rather be rinsed.
            """,
            ["A round sand-coloured teapot.", "The teapot beside a smaller one in sea blue."],
            new("TEA-06", "0.6 litres", 4800, 41), new("TEA-12", "1.2 litres", 6400, 9)),
        new("stoneware-mug", "tea-coffee", "Stoneware mug",
            "The mug you reach for first: thick enough to keep warm, thin enough at the lip.",
            """
            Three decilitres, a foot that does not scratch the table and a handle that fits a whole hand. The glaze breaks a little lighter over the rim, differently on each one.

            - 3 dl
            - Dishwasher and microwave safe
            """,
            ["A clay-coloured stoneware mug.", "Two mugs, one sea blue and one clay."],
            new("MUG-CLAY", "Clay", 1800, 120), new("MUG-SEA", "Sea", 1800, 64), new("MUG-MOSS", "Moss", 1800, 12)),
        new("pour-over-set", "tea-coffee", "Pour-over set",
            "A porcelain dripper and a glass jug for two careful cups.",
            """
            Put a filter in, wet it, and take four minutes off. The **spiral ribs** hold the paper away from the wall so that the water finds its own way; the jug is marked at two cups, because nobody ever wanted a third of one.

            - Dripper for size 02 filters
            - Heat-proof glass, 0.5 litres
            """,
            ["A white porcelain coffee dripper on a glass jug.", "The dripper from close by."],
            new DemoVariant("POUR-02", "", 5200, 27)),
        new("dinner-plates", "table", "Dinner plates",
            "Flat, generous plates with a rim just high enough for sauce.",
            """
            Twenty-six centimetres across and glazed all over, foot included. They stack without rattling and look as good under beans on toast as under anything else.

            - ⌀ 26 cm
            - Oven-proof to 220 °C
            - Sold in twos and fours, because that is how tables are
            """,
            ["A stack of cream and blue plates.", "The stack of plates in afternoon light."],
            new("PLA-2", "Two plates", 3800, 56), new("PLA-4", "Four plates", 7000, 31)),
        new("serving-bowl", "table", "Serving bowl",
            "A wide bowl for salad, bread or a week of lemons.",
            """
            Each of these is **thrown by one person** and fired in a small kiln, which is why there are never many. The inside is glazed, the outside left raw and warm to the touch.

            - ⌀ 29 cm, 9 cm deep
            - Rinse before the first use
            """,
            ["A wide moss-green bowl filled with lemons.", "The bowl from close by."],
            new DemoVariant("BOWL-29", "", 5900, 3)),
        new("chopping-board", "prepare", "Chopping board",
            "One plank of oak, oiled, with a hole to hang it by.",
            """
            End-to-end oak from one plank, planed, rounded and oiled. Knife marks are not damage: they are how a board learns its trade. Once a month, a spoon of linseed oil and a rag will do.

            - Small: 30 × 18 cm
            - Large: 42 × 26 cm
            """,
            ["An oak chopping board with a knife-cut loaf of bread.", "The board from close by, with its grain."],
            new("BOARD-S", "Small", 2900, 48), new("BOARD-L", "Large", 4400, 22)),
        new("storage-jars", "prepare", "Storage jar",
            "Clear glass, an oak lid and a seal that sighs when you open it.",
            """
            For flour, for lentils, for the good biscuits. The lid sits on a ring of silicone and comes off with one hand. Straight walls, so that a measuring cup gets into the corners.

            Jars of all sizes have **the same lid**, so nothing needs to match but the shelf.
            """,
            ["Three glass jars with oak lids, filled with oats, beans and lentils.", "The jars from close by."],
            new("JAR-05", "0.5 litres", 1400, 90), new("JAR-10", "1 litre", 1700, 75), new("JAR-20", "2 litres", 2200, 16)),
    ];
}
