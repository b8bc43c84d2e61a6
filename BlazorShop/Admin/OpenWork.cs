using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Orders;
using BlazorShop.Payments;

namespace BlazorShop.Admin;

/// <summary>Orders that wait to be shipped or looked at; money that fails, differs or is disputed.</summary>
internal sealed class OpenWork(OrderAdmin orders, PaymentAdmin payments, IStaffAccounts accounts) : IOpenWork
{
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        // Whoever is shown the way out of the admin has no figures to see: that is no command which somebody tried.
        if (!staff.IsInRole(StaffGuard.Role) || await accounts.WhyNotAsync(staff, ct) is not null)
            return new Dictionary<string, int>();
        return new Dictionary<string, int>
        {
            ["/admin/orders"] = await orders.OpenWorkAsync(staff, ct),
            ["/admin/payments"] = await payments.OpenWorkAsync(staff, ct),
        };
    }
}
