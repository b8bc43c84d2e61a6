using BlazorShop.Common;
using Microsoft.AspNetCore.Components;

namespace BlazorShop.Admin.Shared;

/// <summary>A page of the admin with a list. The address holds its filters and which page of it, so that it can be sent to a colleague and survives a reload.</summary>
public abstract class StaffListPage : StaffComponent
{
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "after")]
    protected string? After { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    protected string? Before { get; set; }

    protected ListPlace Place => new(Text.TrimToNull(After), Text.TrimToNull(Before));

    /// <summary>The same filters, and of what they leave the page of which the address says nothing.</summary>
    protected string AddressOf(string path) => path + new Uri(Navigation.GetUriWithQueryParameters(noPlace)).Query;

    /// <summary>Another filter is another list, from its first page.</summary>
    protected void Filter(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(noPlace) { [name] = Text.TrimToNull(value) }), replace: true);

    private static readonly Dictionary<string, object?> noPlace = new() { ["after"] = null, ["before"] = null };
}
