using System.Globalization;
using Microsoft.Extensions.Localization;

namespace BlazorShop.Localization;

/// <summary>The texts of a room where nothing can be injected: in attributes, and in what is static. Always in the current language.</summary>
/// <param name="room">The marker class beside the room's <c>.resx</c>.</param>
public sealed class Texts(Type room)
{
    private readonly RoomTexts texts = RoomTexts.Of(room);

    public string this[string key, params object[] arguments] =>
        string.Format(CultureInfo.CurrentCulture, texts.Current.GetValueOrDefault(key, key), arguments);

    /// <summary>The form for this many: <c>key.One</c> or <c>key.Other</c>, with the number as {0}.</summary>
    public string Count(string key, int count) => this[Plural.Key(key, count), count];
}

/// <summary>Which form of a noun goes with a number.</summary>
public static class Plural
{
    /// <summary>English has a singular for one, French for nought and one.</summary>
    public static string Key(string key, int count) =>
        key + (count == 1 || count == 0 && Languages.Current == Languages.French ? ".One" : ".Other");

    /// <summary>The form for this many: <c>key.One</c> or <c>key.Other</c>, with the number as {0}.</summary>
    public static string Count(this IStringLocalizer texts, string key, int count) => texts[Key(key, count), count];
}
