namespace BlazorShop.Data;

/// <summary>A row whose lost updates are refused: the number rises with every save, and a save that knew an older one fails.</summary>
public interface IVersioned
{
    int Version { get; set; }
}
