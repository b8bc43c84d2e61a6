using BlazorShop.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace BlazorShop.Mail.Letters;

/// <summary>A letter: a component of the room that sends it, within <see cref="LetterFrame"/>.</summary>
public abstract class Letter : ComponentBase
{
    /// <summary>The absolute address that its button leads to.</summary>
    [Parameter, EditorRequired]
    public string Link { get; set; } = "";

    [Inject]
    private IOptions<ShopOptions> Options { get; set; } = default!;

    protected string Shop => Options.Value.Name;
}
