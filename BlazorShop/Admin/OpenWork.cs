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
        var work = new Dictionary<string, int>();
        if (await MayAsync(Permission.ViewOrders))
            work["/admin/orders"] = await orders.OpenWorkAsync(staff, ct);
        if (await MayAsync(Permission.Payments))
            work["/admin/payments"] = await payments.OpenWorkAsync(staff, ct);
        return work;

        // Whoever may not see a figure has not tried a command.
        async Task<bool> MayAsync(Permission permission) =>
            staff.IsInRole(StaffGuard.Role) && await accounts.WhyNotAsync(staff, [permission], ct) is null;
    }
}
