using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace BlazorShop.Localization;

/// <summary>
/// What a room says, read whole and once for each culture. A page looks up more than a hundred texts, and
/// <see cref="ResourceManager"/> asks for each of them again which files of which culture there are.
/// </summary>
internal sealed class RoomTexts
{
    private static readonly ConcurrentDictionary<Type, RoomTexts> rooms = new();

    private readonly ResourceManager resources;
    private readonly ConcurrentDictionary<CultureInfo, FrozenDictionary<string, string>> cultures = new();

    private RoomTexts(Type room) => resources = new(room);

    /// <param name="room">The marker class beside the room's <c>.resx</c>.</param>
    public static RoomTexts Of(Type room) => rooms.GetOrAdd(room, r => new RoomTexts(r));

    /// <summary>By their keys, in the current language; one that has no translation is in the neutral one.</summary>
    public IReadOnlyDictionary<string, string> Current => cultures.GetOrAdd(CultureInfo.CurrentUICulture, Read);

    private FrozenDictionary<string, string> Read(CultureInfo culture)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var from = culture; ; from = from.Parent)
        {
            foreach (DictionaryEntry text in (IEnumerable?)resources.GetResourceSet(from, createIfNotExists: true, tryParents: false) ?? Array.Empty<DictionaryEntry>())
            {
                if (text.Value is string said)
                    texts.TryAdd((string)text.Key, said);
            }

            if (from.Equals(CultureInfo.InvariantCulture))
                return texts.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }
}
