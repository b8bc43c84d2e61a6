namespace BlazorShop.Common;

/// <summary>Parses the name of an enum's value. <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> also takes numbers and lists of names, which no address or row of ours may hold.</summary>
public static class EnumName
{
    /// <summary>False where <paramref name="name"/> is none of <typeparamref name="TEnum"/>; true, without a value, where nothing is named.</summary>
    public static bool TryParse<TEnum>(string? name, out TEnum? value)
        where TEnum : struct, Enum
    {
        value = null;
        if (string.IsNullOrWhiteSpace(name))
            return true;
        var known = Enum.GetNames<TEnum>().FirstOrDefault(n => n.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        value = known is null ? null : Enum.Parse<TEnum>(known);
        return known is not null;
    }
}
