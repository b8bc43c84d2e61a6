namespace BlazorShop.Tests.Testing;

/// <summary>
/// How much is asked: <c>dotnet test</c> alone asks for what shows that everything works, in minutes; <c>SHOP_TESTS_LONG=1</c>, which <c>.ci/run</c>
/// sets, for more schedules, faults, kills, odd values in addresses and sizes of a window.
/// </summary>
public static class LongRuns
{
    public const string Variable = "SHOP_TESTS_LONG";

    public static bool On { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    public static int Pick(int usual, int inLongRun) => On ? inLongRun : usual;
}

/// <summary>A row of theory data of the long runs: where they are not asked for, it does not exist.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class LongRunDataAttribute(params object[] data) : Xunit.Sdk.DataAttribute
{
    public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) => LongRuns.On ? [data] : [];
}
