using System.Globalization;
using Microsoft.Extensions.Localization;

namespace BlazorShop.Localization;

/// <summary>The texts of <typeparamref name="TRoom"/> for components, from <see cref="RoomTexts"/>.</summary>
internal sealed class RoomLocalizer<TRoom> : IStringLocalizer<TRoom>
{
    private readonly RoomTexts texts = RoomTexts.Of(typeof(TRoom));

    public LocalizedString this[string name] => texts.Current.TryGetValue(name, out var text) ? new(name, text) : new(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = this[name];
            return new(name, string.Format(CultureInfo.CurrentCulture, text.Value, arguments), text.ResourceNotFound);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => texts.Current.Select(t => new LocalizedString(t.Key, t.Value));
}
