using Microsoft.AspNetCore.Components.Web;

namespace BlazorShop.Components.Shared;

/// <summary>An error boundary that logs no refusal as an error: whoever refused has said so already.</summary>
public sealed class RefusalBoundary : ErrorBoundary
{
    protected override Task OnErrorAsync(Exception exception) =>
        exception is UnauthorizedAccessException ? Task.CompletedTask : base.OnErrorAsync(exception);
}
