using BlazorShop.PaymentsSandbox.Api;

namespace BlazorShop.PaymentsSandbox.Store;

internal sealed partial class SandboxWork
{
    /// <summary>What to answer although the work stays done: a card that was asked and said no.</summary>
    public ApiError? Refusal { get; private set; }

    public void RefuseAfter(ApiError refusal) => Refusal = refusal;
}
