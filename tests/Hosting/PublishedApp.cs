using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hookwork.Tests.Hosting;

/// <summary>The app as it is deployed, published once for all tests that read it.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-published-");

    /// <summary>Where the app lies.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The functions that the runtime is told of.</summary>
    public IReadOnlyList<JsonNode> Functions => [.. Json("functions.metadata").AsArray().Select(function => function!)];

    /// <summary>Reads a JSON file of the app.</summary>
    public JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["publish", Repository.Path("functions"), "-c", "Release", "-o", Folder, "-v", "quiet"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The build servers of MSBuild and the compiler would outlive the tests.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0,
            $"dotnet publish ended with {process.ExitCode}:\n{await output}\n{await errors}"
        );
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
