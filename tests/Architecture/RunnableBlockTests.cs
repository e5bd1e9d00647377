using System.Diagnostics;
using System.Text.RegularExpressions;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;

namespace Hookwork.Tests.Architecture;

/// <summary>
/// Runs each shell block of the documentation that is marked <c>sh run</c>, against selfhost with the recorded
/// Patchwork.
/// </summary>
public sealed partial class RunnableBlockTests
{
    /// <summary>The URL of selfhost in the documentation.</summary>
    private const string Documented = "http://127.0.0.1:7071";

    [ClientFact("bash curl git jq gunzip grep")]
    public async Task Blocks_that_are_marked_as_runnable_run()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-blocks-");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "samples"), Repository.Path("samples"));
        var settings = new Dictionary<string, string>();
        // What selfhost archives at its first start.
        await (await CleanArchive.WholeAsync()).Files.WriteAsync(Path.Combine(folder.FullName, ".azurite"));
        await using (var selfhost = TestProcess.SelfHostIn(folder.FullName, settings))
        {
            var url = (await selfhost.UrlAsync()).ToString().TrimEnd('/');
            var blocks = Pages().SelectMany(Blocks).ToList();
            Assert.True(blocks.Count >= 4, "README has no runnable blocks");
            foreach (var (page, block) in blocks)
            {
                var (code, output) = await RunAsync(
                    block.Replace(Documented, url, StringComparison.Ordinal),
                    folder.FullName
                );
                Assert.True(code == 0, $"{page}: the block ended with {code}:\n{block}\n{output}");
                if (!IsSilent(block))
                    Assert.False(string.IsNullOrWhiteSpace(output), $"{page}: the block printed nothing:\n{block}");
            }
            // Asked to, it ends after its Azurite; the Azurite of a killed one would still write.
            await selfhost.AskToEndAsync();
            Assert.Equal(0, await selfhost.EndAsync());
        }
        folder.Delete(recursive: true);
    }

    private static IEnumerable<string> Pages() =>
        Directory
            .EnumerateFiles(Repository.Path(), "*.md")
            .Concat(Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories));

    private static IEnumerable<(string Page, string Block)> Blocks(string page) =>
        Runnable().Matches(File.ReadAllText(page)).Select(block => (Path.GetFileName(page), block.Groups[1].Value));

    /// <summary>Whether a block only calls <c>/ops/</c>, so that it may print nothing.</summary>
    private static bool IsSilent(string block) =>
        block
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .All(line => line.Contains("/ops/", StringComparison.Ordinal));

    private static async Task<(int Code, string Output)> RunAsync(string script, string folder)
    {
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(Deadline.Span);
        await bash.WaitForExitAsync(deadline.Token);
        return (bash.ExitCode, await output + await errors);
    }

    [GeneratedRegex(@"^```sh run\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Runnable();
}
