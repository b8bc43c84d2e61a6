using System.Security.Cryptography;

namespace BlazorShop.Orders;

/// <summary>What people call an order, such as <c>BS-7KQ4-M2XR</c>: short to read out, without look-alike letters, impossible to count up.</summary>
public static class OrderNumber
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() =>
        "BS-" + RandomNumberGenerator.GetString(Letters, 4) + "-" + RandomNumberGenerator.GetString(Letters, 4);
}
