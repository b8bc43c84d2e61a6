using BlazorShop.Common;

namespace BlazorShop.Payments.Refunds;

/// <summary>What came of asking for a refund.</summary>
public abstract record RefundStart
{
    /// <summary>It is on its way; <paramref name="Refund"/> says how far.</summary>
    public sealed record Begun(Refund Refund) : RefundStart;

    public sealed record NothingPaid : RefundStart;

    public sealed record TooMuch(Money Left) : RefundStart;

    /// <summary>The provider refunds multiples of <paramref name="Step"/> only.</summary>
    public sealed record OffStep(Money Step) : RefundStart;

    /// <summary>A bank decides where this money goes: the provider refunds nothing of it.</summary>
    public sealed record Disputed : RefundStart;
}
