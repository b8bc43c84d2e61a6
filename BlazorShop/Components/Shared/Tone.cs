namespace BlazorShop.Components.Shared;

/// <summary>How a chip or an alert is coloured.</summary>
public enum Tone
{
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
}
