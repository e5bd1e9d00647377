using System.Text.RegularExpressions;

namespace Hookwork.Tests.Infra;

/// <summary>What can be said of the deployment without a compiler and a subscription.</summary>
public sealed partial class BicepTests
{
    /// <summary>
    /// From the types that are generated of Azure's own API specifications: https://github.com/Azure/bicep-types-az,
    /// generated/{provider}/{namespace}/{version}/types.md, read in November 2026.
    /// </summary>
    private static readonly string[] ResourceTypes =
    [
        "Microsoft.Authorization/roleAssignments@2022-04-01",
        "Microsoft.Consumption/budgets@2023-11-01",
        "Microsoft.Insights/actionGroups@2023-01-01",
        "Microsoft.Insights/components@2020-02-02",
        "Microsoft.Insights/scheduledQueryRules@2023-12-01",
        "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31",
        "Microsoft.Network/privateDnsZones@2020-06-01",
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01",
        "Microsoft.Network/privateEndpoints@2024-05-01",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01",
        "Microsoft.Network/virtualNetworks@2024-05-01",
        "Microsoft.OperationalInsights/workspaces@2023-09-01",
        "Microsoft.Resources/resourceGroups@2024-03-01",
        "Microsoft.Storage/storageAccounts@2023-05-01",
        "Microsoft.Web/serverfarms@2024-04-01",
        "Microsoft.Web/sites@2024-04-01",
        "Microsoft.Web/sites/config@2024-04-01",
    ];

    /// <summary>https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions, those that are used.</summary>
    private static readonly string[] Functions =
    [
        "allowed", "bool", "concat", "description", "empty", "environment", "filter", "guid", "int", "items", "json", "loadTextContent", "maxLength",
        "maxValue", "minLength", "minValue", "readEnvironmentVariable", "secure", "subscription", "subscriptionResourceId", "toObject", "union", "uniqueString",
    ];

    [Fact]
    public async Task Every_file_is_Bicep()
    {
        var files = await Bicep.FilesAsync();

        Assert.Contains(files, file => file.Name == "main.bicep");
        Assert.Contains(files, file => file.Name == "main.bicepparam");
        Assert.Empty(files.SelectMany(file => file.Errors.Select(error => $"{file.Name} {error}")));
    }

    [Theory]
    [InlineData("resource x 'A/b@2024-01-01' = {")]
    [InlineData("param x string = \nvar y = 'z'")]
    [InlineData("output x string 'y'")]
    public async Task What_is_no_Bicep_is_noticed(string text)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("hookwork-bicep-").FullName, "broken.bicep");
        await File.WriteAllTextAsync(file, text);

        var read = Assert.Single(await Bicep.ReadAsync([file]));

        Assert.NotEmpty(read.Errors);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task Every_name_is_declared_and_every_function_exists()
    {
        foreach (var file in await Bicep.FilesAsync())
        {
            Assert.Empty(file.Unknown.Select(name => $"{file.Name}: {name}"));
            Assert.Empty(file.Calls.Except(Functions).Select(name => $"{file.Name}: {name}()"));
        }
    }

    [Fact]
    public async Task Modules_get_what_they_want_and_give_what_is_asked_of_them()
    {
        var files = (await Bicep.FilesAsync()).ToDictionary(file => file.File, StringComparer.Ordinal);
        foreach (var file in files.Values)
        {
            foreach (var module in file.Modules)
            {
                var target = files[Path.GetFullPath(module.Path, Path.GetDirectoryName(file.File)!)];
                Assert.Empty(target.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).Except(module.Parameters));
                Assert.Empty(module.Parameters.Except(target.Parameters.Select(parameter => parameter.Name)));
                Assert.Empty(file.OutputsUsed.Where(use => use.Module == module.Name).Select(use => use.Output).Except(target.Outputs.Select(output => output.Name)));
            }
        }
    }

    [Fact]
    public async Task The_parameters_file_gives_what_main_wants()
    {
        var main = await Bicep.FileAsync("main.bicep");
        var given = (await Bicep.FileAsync("main.bicepparam")).Values.Select(value => value.Name).ToList();

        Assert.Empty(main.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).Except(given));
        Assert.Empty(given.Except(main.Parameters.Select(parameter => parameter.Name)));
    }

    [Fact]
    public async Task Every_resource_type_is_one_that_Azure_has()
    {
        var used = (await Bicep.FilesAsync()).SelectMany(file => file.Types).Where(type => type.Contains('@')).Distinct();

        Assert.Equal(ResourceTypes.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_key_is_asked_for()
    {
        foreach (var file in await Bicep.FilesAsync())
            Assert.DoesNotMatch(ListCall(), await File.ReadAllTextAsync(file.File));
    }

    [Fact]
    public async Task What_is_secret_is_a_secure_parameter_and_no_output()
    {
        foreach (var file in await Bicep.FilesAsync())
        {
            var secrets = file.Parameters.Where(parameter => parameter.IsSecure).Select(parameter => parameter.Name).ToList();
            Assert.All(file.Parameters, parameter => Assert.Equal(SecretName().IsMatch(parameter.Name), parameter.IsSecure));
            Assert.All(file.Outputs, output =>
            {
                Assert.DoesNotMatch(SecretName(), output.Name);
                Assert.DoesNotMatch(SecretName(), output.Value);
                Assert.DoesNotContain(secrets, secret => output.Value.Contains(secret, StringComparison.Ordinal));
            });
        }
        Assert.Equal(3, (await Bicep.FileAsync("main.bicep")).Parameters.Count(parameter => parameter.IsSecure));
    }

    /// <summary>https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations: some regions refuse them.</summary>
    [Fact]
    public async Task Nothing_is_set_that_Flex_Consumption_refuses()
    {
        var app = await Bicep.FileAsync("app.bicep");

        Assert.Contains("minTlsVersion", app["app"].Keys);
        Assert.Empty(app["app"].Keys.Intersect(
        [
            "alwaysOn", "containerSize", "ftpsState", "functionAppScaleLimit", "isReserved", "isXenon", "javaVersion", "linuxFxVersion", "minimumElasticInstanceCount",
            "netFrameworkVersion", "powerShellVersion", "preWarmedInstanceCount", "use32BitWorkerProcess", "windowsFxVersion",
        ]));
        Assert.DoesNotContain(app["settings"].Keys.Concat(app["optional"].Keys), name =>
            name.StartsWith("FUNCTIONS_", StringComparison.Ordinal) || name.StartsWith("WEBSITE_", StringComparison.Ordinal) || name is "ENABLE_ORYX_BUILD" or "SCM_DO_BUILD_DURING_DEPLOYMENT");
    }

    [Fact]
    public async Task Storage_takes_no_keys_no_strangers_and_no_old_ciphers()
    {
        var text = await File.ReadAllTextAsync((await Bicep.FileAsync("storage.bicep")).File);

        foreach (var line in new[]
        {
            "allowBlobPublicAccess: false", "allowSharedKeyAccess: false", "minimumTlsVersion: 'TLS1_2'", "supportsHttpsTrafficOnly: true", "publicAccess: 'None'",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\blist\w*\(|\.list\w+\(", RegexOptions.IgnoreCase)]
    private static partial Regex ListCall();

    [GeneratedRegex("secret|token|password|connectionstring|key$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
