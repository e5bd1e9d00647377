namespace Hookwork.Tests.Infra;

/// <summary>
/// The compiler's and linter's diagnostics: names, types, parameters, resource types and their versions.
/// </summary>
[Collection(Deployment.Collection)]
public sealed class BicepTests(Deployment deployment)
{
    [BicepFact]
    public void Every_file_builds_without_a_warning()
    {
        Assert.Empty(deployment.Diagnostics);
        Assert.All(
            Directory.EnumerateFiles(deployment.Folder, "*.bicep", SearchOption.AllDirectories),
            file => Assert.True(File.Exists(Path.ChangeExtension(file, "json")))
        );
    }

    [BicepFact]
    public async Task Every_file_of_parameters_builds_without_a_warning() =>
        Assert.Equal(
            (0, ""),
            await Bicep.RunAsync(deployment.Folder, ["build-params", "--pattern", "**/*.bicepparam"])
        );

    [BicepFact]
    public async Task What_is_wrong_is_noticed()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-bicep-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "unused.bicep"), "param unused string");
        await File.WriteAllTextAsync(Path.Combine(folder, "unknown.bicep"), "output x string = y");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "version.bicep"),
            "resource x 'Microsoft.Storage/storageAccounts@2000-01-01' existing = { name: 'x' }\noutput id string = x.id"
        );

        var (_, diagnostics) = await Bicep.RunAsync(folder, ["build", "--pattern", "*.bicep"]);

        Assert.Matches(@"unused\.bicep.*no-unused-params", diagnostics);
        Assert.Matches(@"unknown\.bicep.*BCP057", diagnostics);
        Assert.Matches(@"version\.bicep.*BCP081", diagnostics);
        Directory.Delete(folder, recursive: true);
    }
}
