using System.Text.Json;

namespace Hookwork.Tests.Infra;

/// <summary>
/// The deployment of infra/, compiled once for all tests: as ARM templates, with every expression; and as the resources
/// with every option on, where the compiler has evaluated what does not depend on Azure.
/// </summary>
public sealed class Deployment : IAsyncLifetime
{
    /// <summary>The collection of the tests that use it.</summary>
    public const string Collection = "Deployment";

    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    /// <summary>Parameters that turn on every optional part, and the secrets.</summary>
    private static readonly Dictionary<string, string> s_everything = new(StringComparer.Ordinal)
    {
        ["HOOKWORK_ALERT_EMAIL"] = "operator@example.org",
        ["HOOKWORK_BUDGET_START"] = "2026-11-01",
        ["HOOKWORK_PRIVATE_NETWORK"] = "true",
        ["HOOKWORK_PATCHWORK_TOKEN"] = "the-token",
        ["HOOKWORK_HOOK_SECRET"] = "the-secret",
        ["HOOKWORK_OTLP_HEADERS"] = "the-headers",
    };

    /// <summary>A copy of infra/, since the compiler writes beside its inputs.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("hookwork-infra-").FullName;

    /// <summary>The compiler's diagnostics.</summary>
    internal string Diagnostics { get; private set; } = "";

    /// <summary>The template of main.bicep, including its modules.</summary>
    internal JsonElement Main { get; private set; }

    /// <summary>The resources that are deployed.</summary>
    internal IReadOnlyList<JsonElement> Resources { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var sources = Repository.Path("infra");
        foreach (var source in Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(sources, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }
        if (Bicep.Missing is not null)
            return;

        Diagnostics = await RunAsync("build", "--pattern", "**/*.bicep");
        Main = await ReadAsync("main.json");
        await RunAsync(
            "snapshot",
            "main.bicepparam",
            "--mode",
            "overwrite",
            "--subscription-id",
            Subscription,
            "--location",
            "eastus"
        );
        Resources = [.. (await ReadAsync("main.snapshot.json")).GetProperty("predictedResources").EnumerateArray()];
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The template of a module.</summary>
    internal JsonElement Module(string name) =>
        Modules()
            .Single(module => module.GetProperty("name").GetString() == name)
            .GetProperty("properties")
            .GetProperty("template");

    /// <summary>The templates of main.bicep and of every module.</summary>
    internal IEnumerable<JsonElement> Templates() =>
        Modules().Select(module => module.GetProperty("properties").GetProperty("template")).Prepend(Main);

    /// <summary>The resources of a type.</summary>
    internal IReadOnlyList<JsonElement> OfType(string type) =>
        [.. Resources.Where(resource => resource.GetProperty("type").GetString() == type)];

    /// <summary>The names of the resources of a type, without their parents' names.</summary>
    internal IReadOnlyList<string> NamesOf(string type) =>
        [
            .. OfType(type)
                .Select(resource => resource.GetProperty("name").GetString()!.Split('/')[^1])
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<JsonElement> Modules() =>
        Main.GetProperty("resources")
            .EnumerateArray()
            .Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments");

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, diagnostics) = await Bicep.RunAsync(Folder, arguments, s_everything);
        return exitCode == 0 ? diagnostics : throw new InvalidDataException($"bicep {arguments[0]}: {diagnostics}");
    }

    private async Task<JsonElement> ReadAsync(string file) =>
        JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, file)));
}
