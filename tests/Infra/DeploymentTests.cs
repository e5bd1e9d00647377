using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hookwork.Tests.Infra;

/// <summary>
/// The deployment's guarantees: no keys, no visible secrets, least privilege, and documented parameters.
/// </summary>
[Collection(Deployment.Collection)]
public sealed partial class DeploymentTests(Deployment deployment)
{
    [BicepFact]
    public void No_key_is_asked_for() => Assert.DoesNotMatch(ListCall(), deployment.Main.GetRawText());

    [BicepFact]
    public void What_is_secret_is_a_secure_parameter_and_no_output()
    {
        foreach (var template in deployment.Templates())
        {
            var parameters = PropertiesOf(template, "parameters");
            var secrets = parameters
                .Where(parameter => IsSecure(parameter.Value))
                .Select(parameter => parameter.Name)
                .ToList();
            Assert.All(
                parameters,
                parameter => Assert.Equal(SecretName().IsMatch(parameter.Name), IsSecure(parameter.Value))
            );
            Assert.All(
                PropertiesOf(template, "outputs"),
                output =>
                {
                    var value = output.Value.GetProperty("value").GetString()!;
                    Assert.DoesNotMatch(SecretName(), output.Name);
                    Assert.DoesNotMatch(SecretName(), value);
                    Assert.DoesNotContain(secrets, secret => value.Contains(secret, StringComparison.Ordinal));
                }
            );
        }
        Assert.Equal(3, PropertiesOf(deployment.Main, "parameters").Count(parameter => IsSecure(parameter.Value)));
        Assert.DoesNotMatch("the-(token|secret|headers)", string.Concat(deployment.Resources));
    }

    /// <summary>
    /// https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations:
    /// some regions refuse them.
    /// </summary>
    [BicepFact]
    public void Nothing_is_set_that_Flex_Consumption_refuses()
    {
        var properties = Assert.Single(deployment.OfType("Microsoft.Web/sites")).GetProperty("properties");
        var names = properties
            .EnumerateObject()
            .Concat(properties.GetProperty("siteConfig").EnumerateObject())
            .Select(property => property.Name)
            .ToList();

        Assert.Contains("minTlsVersion", names);
        Assert.Empty(
            names.Intersect([
                "alwaysOn",
                "containerSize",
                "ftpsState",
                "functionAppScaleLimit",
                "isReserved",
                "isXenon",
                "javaVersion",
                "linuxFxVersion",
                "minimumElasticInstanceCount",
                "netFrameworkVersion",
                "powerShellVersion",
                "preWarmedInstanceCount",
                "use32BitWorkerProcess",
                "windowsFxVersion",
            ])
        );
        // The only setting of its kind that Flex Consumption honours; see docs/operate.md.
        Assert.DoesNotContain(
            AppSettings.SetBy(deployment).Except(["WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED"]),
            name =>
                name.StartsWith("FUNCTIONS_", StringComparison.Ordinal)
                || name.StartsWith("WEBSITE_", StringComparison.Ordinal)
                || name is "ENABLE_ORYX_BUILD" or "SCM_DO_BUILD_DURING_DEPLOYMENT"
        );
    }

    [BicepFact]
    public void An_instance_starts_from_no_placeholder_unless_it_is_asked_for()
    {
        Assert.False(
            deployment
                .Main.GetProperty("parameters")
                .GetProperty("usePlaceholder")
                .GetProperty("defaultValue")
                .GetBoolean()
        );
        Assert.Equal(
            "[if(parameters('usePlaceholder'), '', '0')]",
            deployment
                .Module("app")
                .GetProperty("variables")
                .GetProperty("optional")
                .GetProperty("WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED")
                .GetString()
        );
    }

    [BicepFact]
    public void Storage_takes_no_keys_no_strangers_and_no_old_ciphers()
    {
        var account = Assert.Single(deployment.OfType("Microsoft.Storage/storageAccounts")).GetProperty("properties");

        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.True(account.GetProperty("supportsHttpsTrafficOnly").GetBoolean());
        Assert.Equal("TLS1_2", account.GetProperty("minimumTlsVersion").GetString());
        Assert.Equal("Disabled", account.GetProperty("publicNetworkAccess").GetString());
        Assert.Equal("Deny", account.GetProperty("networkAcls").GetProperty("defaultAction").GetString());
        Assert.All(
            deployment.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container =>
                Assert.Equal("None", container.GetProperty("properties").GetProperty("publicAccess").GetString())
        );
    }

    [BicepFact]
    public void Packages_are_deployed_with_no_password()
    {
        Assert.Equal(["ftp", "scm"], deployment.NamesOf("Microsoft.Web/sites/basicPublishingCredentialsPolicies"));
        Assert.All(
            deployment.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            policy => Assert.False(policy.GetProperty("properties").GetProperty("allow").GetBoolean())
        );
    }

    [BicepFact]
    public void The_identity_has_the_roles_that_the_handbook_names()
    {
        var roles = deployment
            .OfType("Microsoft.Authorization/roleAssignments")
            .Select(role => role.GetProperty("properties").GetProperty("description").GetString()!)
            .ToList();
        var handbook = Whitespace().Replace(Handbook(), " ");

        Assert.Equal(4, roles.Count);
        Assert.Contains("The identity has three roles on the storage account", handbook, StringComparison.Ordinal);
        Assert.All(roles, role => Assert.Contains(role, handbook, StringComparison.Ordinal));
    }

    [BicepFact]
    public void The_alert_rule_asks_the_query_of_its_file()
    {
        var criteria = Assert
            .Single(deployment.OfType("Microsoft.Insights/scheduledQueryRules"))
            .GetProperty("properties")
            .GetProperty("criteria");

        Assert.Equal(
            File.ReadAllText(Repository.Path("infra", "alerts.kql")),
            criteria.GetProperty("allOf")[0].GetProperty("query").GetString()
        );
        Assert.Single(deployment.OfType("Microsoft.Consumption/budgets"));
    }

    /// <summary>Azure makes no budget that begins in a past month.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("HOOKWORK_ALERT_EMAIL=you@example.org", true)]
    [InlineData("HOOKWORK_ALERT_EMAIL=you@example.org HOOKWORK_BUDGET=0", false)]
    [InlineData("HOOKWORK_ALERT_EMAIL=you@example.org HOOKWORK_BUDGET_START=2026-09-01", false)]
    [InlineData("HOOKWORK_ALERT_EMAIL=you@example.org CI=true", false)]
    public async Task The_month_of_the_budget_is_chosen_when_there_is_first_one(string variables, bool isChosen)
    {
        var hook = Hook().Match(File.ReadAllText(Repository.Path("azure.yaml"))).Groups[1].Value;
        var start = new ProcessStartInfo("sh", ["-c", "azd() { echo \"$@\"; }; " + hook])
        {
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsAsked).ToList())
            start.Environment.Remove(name);
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(isChosen, said.StartsWith("env set HOOKWORK_BUDGET_START 2", StringComparison.Ordinal));

        // Whoever deploys from this shell has them.
        static bool IsAsked(string name) => name == "CI" || name.StartsWith("HOOKWORK_", StringComparison.Ordinal);
    }

    /// <summary>In Thailand and Saudi Arabia, Windows writes the years of other calendars.</summary>
    [Fact]
    public void The_month_of_the_budget_is_of_the_same_calendar_everywhere() =>
        Assert.Contains(
            "ToString('yyyy-MM-01', [cultureinfo]::InvariantCulture)",
            File.ReadAllText(Repository.Path("azure.yaml")),
            StringComparison.Ordinal
        );

    /// <summary>
    /// <c>azd down</c> removes the outputs of the deployment from azd's environment. If the month stayed there, nothing
    /// could be deployed in a later month.
    /// </summary>
    [BicepFact]
    public void The_month_of_the_budget_is_forgotten_with_the_deployment()
    {
        var output = deployment.Main.GetProperty("outputs").GetProperty("HOOKWORK_BUDGET_START");

        Assert.Equal("[parameters('budgetStart')]", output.GetProperty("value").GetString());
    }

    /// <summary>
    /// A catalog is built in one run of SnapshotCatalogs, in a minute for 50,000 mails (docs/operate.md). The runtime
    /// ends the process of a run that takes too long. The largest list of docs/scale.md has a million mails.
    /// </summary>
    [Fact]
    public void A_function_may_run_for_as_long_as_it_takes_to_build_a_large_catalog()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.Path("host.json")));
        var timeout = host.RootElement.GetProperty("functionTimeout").GetString()!;

        Assert.InRange(
            TimeSpan.Parse(timeout, CultureInfo.InvariantCulture),
            TimeSpan.FromMinutes(20),
            TimeSpan.FromHours(1)
        );
    }

    /// <summary>A quiet deployment costs what docs/cost.md says only with them.</summary>
    [BicepFact]
    public void The_handbook_names_the_defaults_that_the_bill_depends_on()
    {
        var handbook = Whitespace().Replace(Handbook(), " ");

        Assert.Contains($"**`instanceMemory`** is {Default("instanceMemory")} MB", handbook, StringComparison.Ordinal);
        Assert.Contains($"**`maximumInstances`** ({Default("maximumInstances")})", handbook, StringComparison.Ordinal);
        Assert.Contains($"{Default("softDeleteDays")} days (`softDeleteDays`)", handbook, StringComparison.Ordinal);

        int Default(string parameter) =>
            deployment.Main.GetProperty("parameters").GetProperty(parameter).GetProperty("defaultValue").GetInt32();
    }

    /// <summary>docs/webhooks.md and docs/cost.md say so. A sender wakes the reader in selfhost only.</summary>
    [Fact]
    public void The_runtime_reads_the_queues_once_a_minute()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.Path("host.json")));
        var queues = host.RootElement.GetProperty("extensions").GetProperty("queues");

        Assert.Equal("00:01:00", queues.GetProperty("maxPollingInterval").GetString());
    }

    /// <summary>
    /// The workflow passes every variable on, and docs/operate.md names it; otherwise an operator cannot set it.
    /// </summary>
    [Fact]
    public void Each_variable_is_in_the_workflow_with_its_default_and_in_the_handbook()
    {
        var workflow = File.ReadAllText(Repository.Path(".github", "workflows", "deploy.yml"));
        var variables = Variable()
            .Matches(File.ReadAllText(Repository.Path("infra", "main.bicepparam")))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        Assert.InRange(variables.Count, 15, 40);
        Assert.All(
            variables,
            variable =>
            {
                var (name, value) = variable;
                var line = Assert.Single(
                    workflow.Split('\n'),
                    line => line.StartsWith($"      {name}: ", StringComparison.Ordinal)
                );
                Assert.Contains($".{name} ", line, StringComparison.Ordinal);
                if (value.Length > 0 && name.StartsWith("HOOKWORK_", StringComparison.Ordinal))
                    Assert.EndsWith($" || '{value}' }}}}", line, StringComparison.Ordinal);
                Assert.True(
                    Handbook().Contains($"`{name}`", StringComparison.Ordinal)
                        || Handbook().Contains($"`_{name.Split('_')[^1]}`", StringComparison.Ordinal),
                    $"{name} is not in docs/operate.md"
                );
            }
        );
    }

    private static string Handbook() => File.ReadAllText(Repository.Path("docs", "operate.md"));

    private static bool IsSecure(JsonElement parameter) =>
        parameter.GetProperty("type").GetString()!.StartsWith("secure", StringComparison.OrdinalIgnoreCase);

    private static List<JsonProperty> PropertiesOf(JsonElement template, string section) =>
        template.TryGetProperty(section, out var found) ? [.. found.EnumerateObject()] : [];

    [GeneratedRegex(@"\blist\w*\(", RegexOptions.IgnoreCase)]
    private static partial Regex ListCall();

    [GeneratedRegex("secret|token|password|connectionstring|key$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)', '([^']*)'\)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"shell: sh\s+run: '([^']+)'")]
    private static partial Regex Hook();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
