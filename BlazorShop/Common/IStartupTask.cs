namespace BlazorShop.Common;

/// <summary>Something a feature puts into an empty database at start (demo catalogue, first staff member). Safe to run every time.</summary>
public interface IStartupTask
{
    Task RunAsync(CancellationToken ct);
}
