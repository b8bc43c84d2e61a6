using BlazorShop.Web;

namespace BlazorShop.Payments;

/// <summary>The payments sandbox knows nothing of ours, so this room says for it that its form is framed from this very server.</summary>
internal sealed class SandboxCsp(PaymentsOptions payments) : ICspSource
{
    public IReadOnlyList<string> Frames { get; } = payments.Mode == PaymentsMode.Sandbox ? ["'self'"] : [];
}
