using System.Diagnostics;
using System.Text.Json;
using Hookwork.SelfHost;

namespace Hookwork.Tests.Infra;

/// <summary>The deployment's Bicep files, read with the npm package tree-sitter-bicep: there is no Bicep compiler to be had from the feeds.</summary>
internal static class Bicep
{
    private static readonly Lazy<Task<IReadOnlyList<BicepFile>>> s_files = new(() => ReadAsync(
        [.. Directory.EnumerateFiles(Repository.Path("infra"), "*.bicep*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]));

    /// <summary>Every file below infra/.</summary>
    public static Task<IReadOnlyList<BicepFile>> FilesAsync() => s_files.Value;

    /// <summary>The file of a name.</summary>
    public static async Task<BicepFile> FileAsync(string name) => (await FilesAsync()).Single(file => file.Name == name);

    /// <summary>Reads files.</summary>
    public static async Task<IReadOnlyList<BicepFile>> ReadAsync(IReadOnlyList<string> files)
    {
        var sources = Path.Combine(AppContext.BaseDirectory, "Infra", "node");
        var home = await new NpmFolder(sources, "bicep-checks", "The check of Bicep").EnsureAsync(default);
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(sources, "facts.mjs"), home, .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<IReadOnlyList<BicepFile>>(output, JsonSerializerOptions.Web)!
            : throw new InvalidDataException(await errors);
    }
}
