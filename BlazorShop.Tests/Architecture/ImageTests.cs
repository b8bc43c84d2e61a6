using System.Text.RegularExpressions;

namespace BlazorShop.Tests.Architecture;

/// <summary>What the container image must be, read off its recipe: no machine of the project runs containers.</summary>
public sealed partial class ImageTests
{
    private static readonly string recipe = File.ReadAllText(Path.Combine(Repository.Folder, "Dockerfile"));

    [Fact]
    public void The_image_has_no_sandbox_unless_asked_for()
    {
        Assert.Contains("ARG PAYMENTS_SANDBOX=false\n", recipe, StringComparison.Ordinal);
        Assert.Contains("--configuration Release", recipe, StringComparison.Ordinal);
        Assert.Equal(2, Occurrences("-p:PaymentsSandbox=$PAYMENTS_SANDBOX"));
        Assert.EndsWith("FROM sandbox-${PAYMENTS_SANDBOX}", recipe.Trim(), StringComparison.Ordinal);
        var demoOnly = recipe[recipe.IndexOf("AS sandbox-true", StringComparison.Ordinal)..];
        Assert.Contains("Payments__Mode=Sandbox", demoOnly, StringComparison.Ordinal);
        Assert.Equal(1, Occurrences("Payments__Mode"));
    }

    [Fact]
    public void The_shop_does_not_run_as_root_and_writes_to_one_folder()
    {
        Assert.Contains("USER $APP_UID", recipe, StringComparison.Ordinal);
        Assert.Contains("VOLUME /app/App_Data", recipe, StringComparison.Ordinal);
        Assert.True(recipe.IndexOf("USER $APP_UID", StringComparison.Ordinal) < recipe.IndexOf("ENTRYPOINT", StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_knows_whether_it_is_well() =>
        Assert.Contains("""CMD ["dotnet", "BlazorShop.dll", "--health"]""", recipe, StringComparison.Ordinal);

    [Fact]
    public void No_secret_is_baked_into_the_image() => Assert.DoesNotMatch(Secret(), recipe);

    [Fact]
    public void What_the_image_copies_is_let_through_to_its_build()
    {
        var let = File.ReadAllText(Path.Combine(Repository.Folder, ".dockerignore"));
        foreach (var file in new[] { "global.json", "Directory.Build.props", "Directory.Packages.props", ".editorconfig" })
        {
            Assert.Contains("!" + file, let, StringComparison.Ordinal);
            Assert.Contains(file, recipe, StringComparison.Ordinal);
        }
    }

    private static int Occurrences(string text) => recipe.Split(text).Length - 1;

    [GeneratedRegex("(sk|rk)_|whsec_|Password=", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}

/// <summary>The files that are tested as they stand in the repository.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BlazorShop.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests read the repository's files: run them from a build inside it.");
    }
}
