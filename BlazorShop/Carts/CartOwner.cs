using System.Security.Cryptography;
using System.Text;
using BlazorShop.Common;

namespace BlazorShop.Carts;

/// <summary>Whose cart it is: a signed-in customer's, or that of whoever holds the cookie.</summary>
public abstract record CartOwner
{
    private CartOwner()
    {
    }

    /// <summary>The signed-in customer where there is one, else the holder of the token; null where there is neither.</summary>
    public static CartOwner? From(CustomerId? customer, string? token) =>
        customer is { } id ? new Customer(id) : string.IsNullOrEmpty(token) ? null : new Guest(token);

    public sealed record Customer(CustomerId Id) : CartOwner;

    public sealed record Guest(string Token) : CartOwner
    {
        /// <summary>What the database knows of the token: a copy of it opens no cart.</summary>
        public string Hash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Token)));

        public override string ToString() => "guest";
    }
}
