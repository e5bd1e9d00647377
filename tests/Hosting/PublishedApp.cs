using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hookwork.Tests.Hosting;

/// <summary>The published app, shared by the tests that read it.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-published-");

    public string Folder => _folder.FullName;

    /// <summary>The functions in the metadata for the runtime.</summary>
    public IReadOnlyList<JsonNode> Functions => [.. Json("functions.metadata").AsArray().Select(function => function!)];

    /// <summary>Reads a JSON file of the app.</summary>
    public JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            // The tests' own build has analyzed the sources already, and no test runs the code compiled ahead.
            [
                "publish",
                Repository.Path("functions"),
                "-c",
                "Release",
                "-o",
                Folder,
                "-v",
                "quiet",
                "-p:RunAnalyzers=false",
                "-p:PublishReadyToRun=false",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Otherwise MSBuild's and the compiler's build servers would outlive the tests.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        // A short process ends before profiling pays off: 5 of 19 seconds of processor time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0,
            $"dotnet publish ended with {process.ExitCode}:\n{await output}\n{await errors}"
        );
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
