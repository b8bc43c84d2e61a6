using BlazorShop.Catalog;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Architecture.Planted;

// Leaks on purpose: HouseTests and ComponentTests must find every one of them.

internal sealed class InAField
{
    public Order? Order { get; set; }
}

internal static class InASignature
{
    public static void Take(IReadOnlyList<Order> orders) => ArgumentNullException.ThrowIfNull(orders);
}

internal interface IAsABase : IFulfilment;

[Names(typeof(Order))]
internal sealed class InAnAttribute;

internal sealed class AsATypeArgument : List<Order>;

internal static class AsAConstraint
{
    public static T Same<T>(T handling)
        where T : IFulfilment => handling;
}

internal static class InACall
{
    public static int Length() => OrderNumber.New().Length;
}

internal static class InALambda
{
    public static Func<object, string> Read() => o => ((Order)o).Number;
}

internal static class BeforeAnAwait
{
    public static async Task<string> ReadAsync(object order)
    {
        var number = ((Order)order).Number;
        await Task.Yield();
        return number;
    }
}

internal static class AfterAnAwait
{
    public static async Task<string> ReadAsync(object order)
    {
        await Task.Yield();
        return ((Order)order).Number;
    }
}

internal static class InACatch
{
    public static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (OrderRuleException)
        {
            return false;
        }
    }
}

internal static class InATypeOf
{
    public static string Name() => typeof(Order).Name;
}

internal static class OpensAProperty
{
    public static Task<int> CountAsync(ShopDbContext db) => db.Orders.CountAsync();
}

internal static class OpensASet
{
    public static Task<int> CountAsync(ShopDbContext db) => db.Set<OrderLine>().CountAsync();
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class NamesAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

internal sealed class InjectsAFactory : ComponentBase
{
    [Inject]
    public IDbContextFactory<ShopDbContext>? Factory { get; set; }
}

internal sealed class TakesTheContext : ComponentBase
{
    [Parameter]
    public Func<ShopDbContext>? Open { get; set; }
}

internal sealed class QueriesLater : ComponentBase
{
    [Parameter]
    public IQueryable<object>? Rows { get; set; }

    protected override async Task OnInitializedAsync()
    {
        await Task.Yield();
        await Rows!.CountAsync();
    }
}

internal sealed class CatchesItsFailures : ComponentBase
{
    public static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (DbUpdateException)
        {
            return false;
        }
    }
}

internal sealed class RenamesAProduct : ComponentBase
{
    [Parameter]
    public Product? Product { get; set; }

    public Action Rename() => () => Product!.Name = "Teapot";
}

internal sealed class MakesStock : ComponentBase
{
    public static async Task<object> MakeAsync()
    {
        await Task.Yield();
        return new StockItem { VariantId = default, OnHand = 1 };
    }
}
