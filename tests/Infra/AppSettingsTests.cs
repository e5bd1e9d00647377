using System.Text.RegularExpressions;

namespace Hookwork.Tests.Infra;

/// <summary>The app reads, the deployment sets and docs/settings.md documents the same settings.</summary>
[Collection(Deployment.Collection)]
public sealed partial class AppSettingsTests(Deployment deployment)
{
    /// <summary>
    /// Settings of the Functions host, not of the app:
    /// https://learn.microsoft.com/azure/azure-functions/functions-app-settings.
    /// </summary>
    private static readonly string[] HostSettings =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage__credential",
        "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED",
    ];

    /// <summary>Settings of OpenTelemetry: https://opentelemetry.io/docs/specs/otel/protocol/exporter/.</summary>
    private static readonly string[] TelemetrySettings = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_PROTOCOL"];

    [BicepFact]
    public void Every_setting_that_the_app_reads_is_set_or_explained()
    {
        var read = ReadByTheApp();

        Assert.Contains("PollSchedule", read);
        Assert.Contains("Patchwork__Url", read);
        Assert.Contains("Hookwork__PublicUrl", read);
        Assert.Contains("AzureWebJobsStorage__queueServiceUri", read);
        Assert.Empty(read.Except(AppSettings.SetBy(deployment)).Except(Explained()));
    }

    [BicepFact]
    public void What_the_app_cannot_start_without_is_set()
    {
        var schedules = Repository
            .Sources("functions")
            .SelectMany(source => Placeholder().Matches(source))
            .Select(match => match.Groups[1].Value)
            .ToList();

        Assert.NotEmpty(schedules);
        Assert.Empty(
            schedules
                .Append("Patchwork__Url")
                .Append("AzureWebJobsStorage__accountName")
                .Except(AppSettings.AlwaysSetBy(deployment))
        );
    }

    [BicepFact]
    public void Nothing_is_set_that_nobody_reads() =>
        Assert.Empty(
            AppSettings.SetBy(deployment).Except(ReadByTheApp()).Except(HostSettings).Except(TelemetrySettings)
        );

    [BicepFact]
    public void Whoever_deploys_finds_each_setting_of_the_app_in_the_settings_page() =>
        Assert.Empty(AppSettings.SetBy(deployment).Intersect(ReadByTheApp()).Except(Explained()));

    /// <summary>The settings in the sources: by full name, below a section, or in a trigger's schedule.</summary>
    private static IReadOnlyList<string> ReadByTheApp()
    {
        List<string> names = [];
        foreach (var source in Repository.Sources("functions"))
        {
            names.AddRange(FullName().Matches(source).Select(match => match.Groups[1].Value));
            names.AddRange(Placeholder().Matches(source).Select(match => match.Groups[1].Value));
            if (Section().Match(source) is not { Success: true } section)
                continue;
            foreach (Match match in BelowSection().Matches(source))
            {
                // An interpolated name, one for each storage service.
                string[] services = match.Groups[1].Value.Contains("{service}", StringComparison.Ordinal)
                    ? ["blob", "queue", "table"]
                    : [""];
                names.AddRange(
                    services.Select(service =>
                        $"{section.Groups[1].Value}:{match.Groups[1].Value.Replace("{service}", service, StringComparison.Ordinal)}"
                    )
                );
            }
        }
        return [.. names.Select(name => name.Replace(":", "__", StringComparison.Ordinal)).Distinct()];
    }

    private static IReadOnlyList<string> Explained() =>
        [
            .. SettingsRow()
                .Matches(File.ReadAllText(Repository.Path("docs", "settings.md")))
                .Select(match => match.Groups[1].Value),
        ];

    [GeneratedRegex("""configuration(?:\.Read\w*\(|,)\s*"(\w+)""")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?:GetSection\(|const string Setting = )""(\w+)""")]
    private static partial Regex Section();

    [GeneratedRegex("""section\[\$?"([^"]+)"\]""")]
    private static partial Regex BelowSection();

    [GeneratedRegex("""Trigger\("%(\w+)%""")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingsRow();
}
