using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hookwork.Tests.Infra;

/// <summary>The alerts query log lines that exist.</summary>
public sealed partial class AlertTests
{
    /// <summary>
    /// The Functions host's line for a message moved to a poison queue: QueueProcessor of
    /// Microsoft.Azure.WebJobs.Extensions.Storage.Queues.
    /// </summary>
    private const string OfTheHost = "Message has reached MaxDequeueCount of {0}. Moving message to queue '{1}'.";

    private static readonly string Query = File.ReadAllText(Repository.Path("infra", "alerts.kql"));

    private static readonly IReadOnlyList<string> Lines =
    [
        OfTheHost,
        .. Repository
            .Sources("functions")
            .SelectMany(source => Template().Matches(source))
            .Select(match => match.Groups[1].Value),
    ];

    [Theory]
    [InlineData("poison", OfTheHost)]
    [InlineData("poison", "{Kind} {Id} is given up after {Attempts} attempts: {Reason}")]
    [InlineData("poison", "Event {Id} is given up after {Losses} losses: {Reason}")]
    [InlineData("lag", "Project {Project} is caught up with {Date}")]
    [InlineData("lag", "Project {Project}: poll failed {Failures} times in a row: {Reason}")]
    [InlineData("blocked", "Upstream is blocked: {Reason}")]
    [InlineData("subscription", "Delivery of {Message} to {Subscription} failed, attempt {Attempt}: {Reason}")]
    [InlineData(
        "subscription",
        "Delivery of {Message} to {Subscription} failed, attempt {Attempt}: the message cannot be composed"
    )]
    [InlineData("subscription", "Subscription {Subscription} is disabled: {Reason}")]
    [InlineData("subscription", "Subscription {Subscription} has been failing since {Since}")]
    public void Each_alert_finds_its_lines(string alert, string line)
    {
        Assert.Contains(line, Lines);
        Assert.Contains($"\"{alert}\", \"\")", Query, StringComparison.Ordinal);
        Assert.Contains(Conditions(), condition => condition(Filled(line)));
    }

    [Fact]
    public void The_handbook_says_what_to_do_about_each_error_without_an_alert()
    {
        var errors = Repository
            .Sources("functions")
            .SelectMany(source => Error().Matches(source))
            .Select(match => match.Groups[1].Value)
            .Where(line => !Conditions().Any(condition => condition(Filled(line))))
            .ToList();
        var table = File.ReadAllText(Repository.Path("docs", "operate.md")).Split("\n| error |")[1].Split("\n\n")[0];
        var texts = Quoted().Matches(table).Select(match => match.Groups[1].Value).ToList();

        Assert.InRange(texts.Count, 4, 20);
        Assert.All(errors, line => Assert.Contains(texts, text => line.Contains(text, StringComparison.Ordinal)));
        Assert.All(
            texts.Where(text => text.Contains(' ', StringComparison.Ordinal)),
            text => Assert.Contains(errors, line => line.Contains(text, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void The_handbook_has_a_query_for_the_lines_that_name_a_subscription()
    {
        var pattern = MatchedPattern().Match(File.ReadAllText(Repository.Path("docs", "operate.md"))).Groups[1].Value;
        var found = Lines
            .Where(line => Regex.IsMatch(Filled(line), pattern, RegexOptions.None, TimeSpan.FromMinutes(1)))
            .ToList();

        Assert.Equal(4, found.Count);
        Assert.All(found, line => Assert.Contains("{Subscription}", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_text_and_pattern_of_the_query_is_in_a_line()
    {
        Assert.InRange(Conditions().Count(), 10, 20);
        Assert.All(Conditions(), condition => Assert.Contains(Lines, line => condition(Filled(line))));
    }

    /// <summary>
    /// The operators and functions that alert rules do not support:
    /// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-log-query.
    /// </summary>
    [Fact]
    public void The_query_is_one_that_an_alert_rule_takes()
    {
        Assert.StartsWith("AppTraces", Statement(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\b(union|search|bag_unpack|pivot|narrow|limit|take)\b", Statement());
        Assert.Contains("project TimeGenerated", Statement(), StringComparison.Ordinal);
    }

    /// <summary>
    /// A query that calls <c>ago</c> gets the lines of two days, whatever the rule's window is:
    /// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule.
    /// </summary>
    [Fact]
    public void The_query_reads_no_more_than_the_window_of_the_rule()
    {
        var rule = File.ReadAllText(Repository.Path("infra", "modules", "alerts.bicep"));

        Assert.Contains("windowSize: 'PT1H'", rule, StringComparison.Ordinal);
        Assert.StartsWith("AppTraces\n| where TimeGenerated > ago(1h)\n", Statement(), StringComparison.Ordinal);
    }

    /// <summary>The level must be logged, and traces be excluded from sampling, which drops lines under load.</summary>
    [Fact]
    public void The_host_hands_on_what_the_app_says()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Repository.Path("host.json")));
        var logging = host.RootElement.GetProperty("logging");

        Assert.Equal("Information", logging.GetProperty("logLevel").GetProperty("Function.*.User").GetString());
        Assert.Contains(
            "Trace",
            logging
                .GetProperty("applicationInsights")
                .GetProperty("samplingSettings")
                .GetProperty("excludedTypes")
                .GetString()!
                .Split(';')
        );
    }

    private static string Statement() =>
        string.Join('\n', Query.Split('\n').Where(line => !line.StartsWith("//", StringComparison.Ordinal)));

    private static string Filled(string template) => Place().Replace(template, "7");

    /// <summary>
    /// The query's conditions on a message, with KQL's semantics: ignoring case, and <c>has</c> for whole words.
    /// </summary>
    private static IEnumerable<Func<string, bool>> Conditions()
    {
        foreach (Match match in TextCondition().Matches(Query))
        {
            var pattern = (match.Groups[1].Value == "startswith" ? "^" : @"\b") + Regex.Escape(match.Groups[2].Value);
            yield return line => Regex.IsMatch(line, pattern, RegexOptions.IgnoreCase, TimeSpan.FromMinutes(1));
        }
        foreach (Match match in PatternCondition().Matches(Query))
            yield return line => Regex.IsMatch(line, match.Groups[1].Value, RegexOptions.None, TimeSpan.FromMinutes(1));
    }

    [GeneratedRegex(@"Message (startswith|has) ""([^""]+)""")]
    private static partial Regex TextCondition();

    [GeneratedRegex("""extract\(@"([^"]+)",""")]
    private static partial Regex PatternCondition();

    [GeneratedRegex(@"matches regex ""([^""]+)")]
    private static partial Regex MatchedPattern();

    [GeneratedRegex("""LoggerMessage\([^"]*?"([^"]+)"\s*\)\]""")]
    private static partial Regex Template();

    [GeneratedRegex("""LogLevel\.Error,\s*"([^"]+)"[\s)]""")]
    private static partial Regex Error();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();
}
