using System.Text.Json;
using BlazorShop.Data;

namespace BlazorShop.Privacy;

/// <summary>What we know about somebody, for themselves. No secret is among it: whoever holds the file must not be able to log in with it.</summary>
internal sealed class PersonalExport(IEnumerable<IPersonalData> rooms)
{
    private static readonly JsonSerializerOptions readable = new() { WriteIndented = true };
    private readonly IPersonalData[] rooms = [.. rooms.OrderBy(r => r.Place)];

    /// <summary>As JSON in UTF-8.</summary>
    public async Task<byte[]> WriteAsync(Person person, CancellationToken ct)
    {
        var file = new PersonalFile();
        foreach (var room in rooms)
            await room.ExportAsync(file, person, ct);
        return JsonSerializer.SerializeToUtf8Bytes(file.Parts, readable);
    }
}
