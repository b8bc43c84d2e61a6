using System.Text;

namespace BlazorShop.Common;

/// <summary>An address as it is read: the lines in the order of its country. Whoever shows one takes it from here.</summary>
public static class AddressLines
{
    /// <summary>Name, street, place and country; the telephone comes last, where one is known. Nothing empty.</summary>
    public static IReadOnlyList<string> Of(Address address)
    {
        var lines = new List<string?> { address.FullName, address.Line1, address.Line2 };
        lines.AddRange(Place(address));
        lines.Add(address.Country.Length > 0 ? Countries.Name(address.Country) : null);
        lines.Add(PhoneNumbers.Shown(address.Phone));
        return [.. lines.OfType<string>().Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    /// <summary>Who and where, in a sentence; without the telephone.</summary>
    public static string InOneLine(Address address) => string.Join(", ", Of(address with { Phone = null }));

    private static IEnumerable<string> Place(Address address)
    {
        foreach (var pattern in AddressFormat.Of(address.Country).Lines.Split('|'))
        {
            var (line, between) = (new StringBuilder(), new StringBuilder());
            foreach (var mark in pattern)
            {
                if (mark is not ('C' or 'S' or 'Z'))
                {
                    between.Append(mark);
                    continue;
                }

                var value = mark switch
                {
                    'C' => address.City,
                    'S' => Regions.Shown(address.Country, address.Region),
                    _ => address.PostalCode,
                };
                // What stands between two values goes with the second: without it there is nothing to part.
                if (!string.IsNullOrWhiteSpace(value))
                    line.Append(line.Length > 0 ? between.ToString() : "").Append(value.Trim());
                between.Clear();
            }

            yield return line.ToString();
        }

        // An older entry, or one from elsewhere, may hold what its country does not ask.
        if (!AddressFormat.Of(address.Country).Lines.Contains('S') && !string.IsNullOrWhiteSpace(address.Region))
            yield return address.Region;
        if (!AddressFormat.Of(address.Country).Lines.Contains('Z') && !string.IsNullOrWhiteSpace(address.PostalCode))
            yield return address.PostalCode;
    }
}
