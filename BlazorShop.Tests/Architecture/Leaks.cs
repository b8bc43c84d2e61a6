namespace BlazorShop.Tests.Architecture;

/// <summary>Leaks on purpose: <see cref="DependencyTests.A_planted_use_of_the_providers_library_is_found"/> must see every one of them.</summary>
internal static class Leaks
{
    internal sealed class InAField
    {
        public Stripe.StripeClient? Client { get; set; }
    }

    internal sealed class BeforeAnAwait
    {
        public static async Task<string> ReadAsync()
        {
            var name = new Stripe.Customer { Name = "Ada" }.Name;
            await Task.Yield();
            return name;
        }
    }

    internal sealed class AfterAnAwait
    {
        public static async Task<string> ReadAsync()
        {
            await Task.Yield();
            return new Stripe.Customer { Name = "Ada" }.Name;
        }
    }

    internal sealed class InALambda
    {
        public static Func<string> Read() => () => new Stripe.Customer { Name = "Ada" }.Name;
    }

    internal sealed class AsMarkup
    {
        public static Microsoft.AspNetCore.Components.MarkupString Make(string text) => (Microsoft.AspNetCore.Components.MarkupString)text;
    }
}
