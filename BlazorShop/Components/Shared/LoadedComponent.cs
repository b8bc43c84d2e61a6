using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace BlazorShop.Components.Shared;

/// <summary>
/// A component without a circuit that is not rendered before <see cref="LoadAsync"/> is done, nor at all where that says there is nothing here. Any other
/// one is rendered at its first wait for the database, when its model is not there yet: a form that stands in it then is sent with nothing in it; and
/// where a page with a form turns out not to be there, the renderer looks for the form in a component that is gone, and the request fails.
/// </summary>
public abstract class LoadedComponent : ComponentBase
{
    private Task<bool>? loading;
    private bool isGone;

    [Inject]
    private NavigationManager Navigator { get; set; } = default!;

    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        // The view is only good until the first wait.
        parameters.SetParameterProperties(this);
        if (await (loading ??= PrepareAsync()))
            await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>False where there is nothing to show, because the browser was sent elsewhere; then nothing is loaded either.</summary>
    protected virtual Task<bool> MayLoadAsync() => Task.FromResult(true);

    /// <summary>Reads what is shown and fills forms in; runs once, before the first rendering.</summary>
    protected abstract Task LoadAsync();

    private async Task<bool> PrepareAsync()
    {
        Navigator.OnNotFound += Gone;
        try
        {
            if (!await MayLoadAsync())
                return false;
            await LoadAsync();
            return !isGone;
        }
        finally
        {
            Navigator.OnNotFound -= Gone;
        }
    }

    private void Gone(object? sender, NotFoundEventArgs missing) => isGone = true;
}
