namespace BlazorShop.Catalog.Demo;

internal static class DemoTextiles
{
    public static DemoProduct[] Products { get; } =
    [
        new("wool-throw", "bed-sofa", "Wool throw",
            "Lambswool, brushed twice, long enough to cover feet and shoulders at once.",
            """
            Woven from **pure new lambswool** and brushed on both sides until it is soft enough for a bare arm. The fringe is twisted by hand. Air it instead of washing it: wool cleans itself overnight by an open window.

            - 130 × 200 cm
            - 100 % lambswool
            """,
            ["A folded rust-coloured wool throw with a fringe.", "Folded throws in slate and oat."],
            new("THROW-RUST", "Rust", 11900, 17), new("THROW-OAT", "Oat", 11900, 29), new("THROW-SLATE", "Slate", 12900, 6)),
        new("linen-cushion", "bed-sofa", "Linen cushion",
            "Washed linen with a feather filling that can be beaten back into shape.",
            """
            The linen is washed with stones before it is sewn, so it is soft from the start and has nothing left to shrink. A hidden zip; a filling of feather and down from a farm, not a factory.

            - 50 × 50 cm
            - Cover washable at 40 °C
            """,
            ["A square blush-coloured cushion.", "Cushions in sage and blush."],
            new("CUSH-BLUSH", "Blush", 4900, 33), new("CUSH-SAGE", "Sage", 4900, 40)),
        new("hot-water-bottle", "bed-sofa", "Hot-water bottle",
            "Natural rubber in a knitted cover: the oldest electric blanket there is.",
            """
            Fill it two thirds, press the air out, close it. The ribbed cover is knitted from leftover lambswool and keeps the warmth in until morning.

            - 2 litres
            - Cover washable by hand
            """,
            ["A hot-water bottle in a knitted mustard cover.", "The knitted cover from close by."],
            new DemoVariant("WARM-MUST", "", 3600, 58)),
        new("waffle-towel", "bath", "Waffle towel",
            "Cotton in a deep waffle weave: thin on the hook, thirsty on the skin.",
            """
            The weave has **three times the surface** of a flat towel and dries in half the time, which is why sauna people swear by it. Shrinks a little in the first wash, on purpose; the measures are those afterwards.

            - Hand towel 50 × 90 cm
            - Bath towel 90 × 150 cm
            """,
            ["Two folded waffle towels in sea blue.", "The towels in cream and blue."],
            new("TOWEL-HAND", "Hand towel", 1900, 96), new("TOWEL-BATH", "Bath towel", 4200, 44)),
        new("tea-towels", "bath", "Pair of tea towels",
            "Half linen, half cotton, striped like the ones that outlived their owners.",
            """
            Linen for the shine on glasses, cotton for the thirst. Each has a loop where you would look for it.

            - Two towels, 50 × 70 cm
            - Washable at 60 °C, better every time
            """,
            ["A striped tea towel hanging from a peg.", "The stripes from close by."],
            new DemoVariant("TEATOW-2", "", 2400, 71)),
    ];
}
