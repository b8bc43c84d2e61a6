using BlazorShop.Common;
using BlazorShop.Payments.Reconciliation;

namespace BlazorShop.Admin.Payments;

/// <summary>What kinds of this room are called.</summary>
internal static class PaymentAdminWords
{
    /// <summary>Why a comparison stopped early, of <see cref="ReconciliationRun.Problem"/>.</summary>
    public static string Stopped(string problem) =>
        KindText.Say<RunProblem>(problem, (kind, arguments) => PaymentAdminTexts.All[$"Stopped.{kind}", arguments].TrimEnd());
}
