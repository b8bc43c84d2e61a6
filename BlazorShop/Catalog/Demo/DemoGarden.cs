namespace BlazorShop.Catalog.Demo;

internal static class DemoGarden
{
    public static DemoProduct[] Products { get; } =
    [
        new("terracotta-pot", "pots", "Terracotta pot",
            "Unglazed, thick-walled, with a saucer of its own.",
            """
            Fired hot enough to stay outside in winter. The wall **breathes**, which roots like; the white bloom that comes with the years is lime from your own water, and quite beautiful.

            - ⌀ 12, 16 or 22 cm, saucer included
            - One hole, cleanly cut
            """,
            ["A terracotta pot with a small leafy plant.", "Two planted pots of different sizes."],
            new("POT-12", "12 cm", 1200, 84), new("POT-16", "16 cm", 1800, 60), new("POT-22", "22 cm", 2900, 18)),
        new("bud-vase", "pots", "Bud vase",
            "For one branch, one tulip or the dandelion somebody brought you.",
            """
            A narrow neck keeps a single stem upright; a heavy foot keeps the cat from winning. Glazed inside, so it is tight; raw outside, so no two are quite the same.

            - 16 cm high
            """,
            ["A slim sea-blue vase with an olive branch.", "Two vases, blue and clay, each with a branch."],
            new("VASE-SEA", "Sea", 2400, 46), new("VASE-CLAY", "Clay", 2400, 39), new("VASE-CREAM", "Cream", 2400, 5)),
        new("watering-can", "garden-tools", "Watering can",
            "A long neck for the plants at the back, balanced so that it pours with one hand.",
            """
            Galvanised steel under a matt coat, soldered and not glued. The rose comes off for pot plants and goes back on for seedlings.

            - Small 1 litre, for window sills
            - Large 5 litres, for beds
            """,
            ["A sage-green watering can with a long spout.", "The can in mustard, with a green one behind it."],
            new("CAN-1", "1 litre", 3200, 47), new("CAN-5", "5 litres", 4900, 23)),
        new("hand-trowel", "garden-tools", "Hand trowel",
            "Forged from one piece, with a beech handle and a leather loop.",
            """
            The blade is forged, not pressed, and narrows to a point that finds its way between roots. Marks at five and ten centimetres, for bulbs.

            - 32 cm long
            - Wipe, dry, hang up
            """,
            ["A garden trowel with a wooden handle.", "The forged blade from close by."],
            new DemoVariant("TROWEL-1", "", 2700, 66)),
        new("seed-tin", "garden-tools", "Herb seed tin",
            "Basil, parsley, thyme, chives and coriander: a window sill in a tin.",
            """
            Five open-pollinated herbs that will give you seed again. Each packet says in one sentence what it wants, and the lid has a pencil line for the date.

            - Five packets, enough for ten pots
            - Sow from March to August
            """,
            ["A round seed tin with a leaf on its label.", "The tin in pine, with the cream one behind it."],
            new DemoVariant("SEED-5", "", 1600, 150)),
        new("harvest-basket", "garden-tools", "Harvest basket",
            "Woven willow with a handle that carries apples for four.",
            """
            Woven from **unpeeled willow** cut in the winter before. It creaks a little for the first month, then never again.

            - 38 × 28 cm
            - Carries 12 kg
            """,
            ["A willow basket full of apples.", "The weave from close by."],
            new DemoVariant("BASKET-38", "", 5400, 13)),
    ];
}
