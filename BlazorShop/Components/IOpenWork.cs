using System.Security.Claims;

namespace BlazorShop.Components;

/// <summary>How much waits behind each page of the admin, for the figure beside its name.</summary>
public interface IOpenWork
{
    /// <summary>By the page's address, such as <c>/admin/orders</c>; what is not named has nothing to count.</summary>
    Task<IReadOnlyDictionary<string, int>> CountAsync(ClaimsPrincipal staff, CancellationToken ct);
}

/// <summary>What the figures are where no room counts.</summary>
internal sealed class NoOpenWork : IOpenWork
{
    public Task<IReadOnlyDictionary<string, int>> CountAsync(ClaimsPrincipal staff, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
}
