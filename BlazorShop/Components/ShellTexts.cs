namespace BlazorShop.Components;

/// <summary>Stands for the texts of the frame around every page and of the parts that pages share, which are in the files beside it.</summary>
public sealed class ShellTexts;
