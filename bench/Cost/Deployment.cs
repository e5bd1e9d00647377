using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Hosting;
using Hookwork.Ingest.Polling;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Hookwork.Bench.Cost;

/// <summary>
/// A deployment as defined in the repository: its timers, its queues, and the settings in infra/main.bicep.
/// </summary>
/// <param name="RunsPerMonth">How often each timer function runs.</param>
/// <param name="Noted">The timer functions for which the Functions host writes a status blob.</param>
/// <param name="Queues">How many queues have a trigger.</param>
/// <param name="PollingSeconds">Seconds between polls of an empty queue.</param>
/// <param name="MemoryGb">The memory of an instance.</param>
/// <param name="SoftDeleteDays">Days for which deleted blobs are billed.</param>
/// <param name="Alerts">How many alerts the rule is split into.</param>
internal sealed partial record Deployment(
    IReadOnlyDictionary<string, int> RunsPerMonth,
    IReadOnlySet<string> Noted,
    int Queues,
    double PollingSeconds,
    double MemoryGb,
    int SoftDeleteDays,
    int Alerts
)
{
    /// <summary>Whether a poll refreshes and delivers what little it brings itself.</summary>
    public bool HasFastPath { get; init; } = true;

    /// <summary>The same deployment that polls at another interval.</summary>
    public Deployment PollingEach(TimeSpan interval) =>
        this with
        {
            RunsPerMonth = new Dictionary<string, int>(RunsPerMonth)
            {
                [nameof(PollEvents)] = (int)(Assumptions.Month / interval),
            },
        };

    /// <summary>Reads it from the repository that the bench runs in.</summary>
    /// <exception cref="InvalidOperationException">The files are not found.</exception>
    public static Deployment Read()
    {
        var root = Repository.Root;
        var bicep = File.ReadAllText(Path.Combine(root, "infra", "main.bicep"));
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "host.json")))!;
        var parameters = typeof(HookworkServices)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .SelectMany(method =>
                method
                    .GetParameters()
                    .Select(parameter => (method.GetCustomAttribute<FunctionAttribute>()!.Name, Parameter: parameter))
            )
            .ToList();
        var timers = parameters
            .Select(item => (item.Name, Trigger: item.Parameter.GetCustomAttribute<TimerTriggerAttribute>()))
            .Where(item => item.Trigger is not null)
            .ToList();
        return new Deployment(
            timers.ToDictionary(
                item => item.Name,
                item => Runs(Resolve(item.Trigger!.Schedule, bicep)),
                StringComparer.Ordinal
            ),
            timers.Where(item => item.Trigger!.UseMonitor).Select(item => item.Name).ToHashSet(StringComparer.Ordinal),
            parameters.Count(item => item.Parameter.GetCustomAttribute<QueueTriggerAttribute>() is not null),
            TimeSpan
                .Parse(
                    host["extensions"]!["queues"]!["maxPollingInterval"]!.GetValue<string>(),
                    CultureInfo.InvariantCulture
                )
                .TotalSeconds,
            Number(bicep, "instanceMemory") / 1024.0,
            Number(bicep, "softDeleteDays"),
            AlertName()
                .Matches(File.ReadAllText(Path.Combine(root, "infra", "alerts.kql")))
                .Select(match => match.Value)
                .Distinct()
                .Count()
        );
    }

    private static int Runs(string schedule)
    {
        var begin = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        return CrontabSchedule
            .Parse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            .GetNextOccurrences(begin.AddTicks(-1), begin + Assumptions.Month)
            .Count();
    }

    /// <summary>A schedule; for a setting's name, the default of the Bicep parameter behind it.</summary>
    private static string Resolve(string schedule, string bicep) =>
        schedule is ['%', .. var setting, '%']
            ? Default(bicep, char.ToLowerInvariant(setting[0]) + setting[1..]).Trim('\'')
            : schedule;

    private static int Number(string bicep, string parameter) =>
        int.Parse(Default(bicep, parameter), CultureInfo.InvariantCulture);

    private static string Default(string bicep, string parameter) =>
        Regex.Match(bicep, $@"^param {parameter} \w+ = (.+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1))
            is { Success: true } match
            ? match.Groups[1].Value.Trim()
            : throw new InvalidOperationException($"infra/main.bicep has no parameter {parameter} with a default.");

    [GeneratedRegex("\"(\\w+)\", \"\"\\)")]
    private static partial Regex AlertName();
}
