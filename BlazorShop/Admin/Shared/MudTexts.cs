using BlazorShop.Localization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace BlazorShop.Admin.Shared;

/// <summary>What MudBlazor's own parts say (a button that clears a field), in the reader's language; what we have no words for stays as it comes.</summary>
internal sealed class MudTexts : MudLocalizer
{
    private static readonly Texts texts = AdminTexts.All;

    public override LocalizedString this[string key]
    {
        get
        {
            var text = texts[$"Mud.{key}"];
            var isMissing = text.StartsWith("Mud.", StringComparison.Ordinal);
            return new LocalizedString(key, isMissing ? key : text, isMissing);
        }
    }
}
