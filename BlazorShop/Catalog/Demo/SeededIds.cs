using BlazorShop.Common;

namespace BlazorShop.Catalog.Demo;

/// <summary>Ids and dates that are the same every time: a UUIDv7's time and random part both come from a counter.</summary>
internal sealed class SeededIds
{
    private static readonly DateTimeOffset start = new(2025, 9, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly byte[] noise = new byte[16];
    private readonly Random random = new(5080);
    private int count;

    /// <summary>When the thing made last came to the shop.</summary>
    public DateTime Now => start.AddSeconds(count).UtcDateTime;

    public TId Next<TId>()
        where TId : struct, IId<TId> => TId.From(Next());

    public Guid Next()
    {
        count++;
        random.NextBytes(noise);
        var time = start.AddSeconds(count).ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, time >>= 8)
            noise[i] = (byte)time;
        noise[6] = (byte)(0x70 | noise[6] & 0x0f);
        noise[8] = (byte)(0x80 | noise[8] & 0x3f);
        return new Guid(noise, bigEndian: true);
    }
}
