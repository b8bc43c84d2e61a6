using Microsoft.Data.Sqlite;

namespace BlazorShop.Tests.Testing;

/// <summary>A folder of this test's own, gone with it.</summary>
public sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("blazorshop-test-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // A pooled connection keeps its file open after everybody has let go of it.
        SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody still writes there; the operating system empties its own temporary folder.
        }
    }
}
