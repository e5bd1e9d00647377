using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hookwork.Tests.Architecture;

/// <summary>The budgets in the tables of docs/bench.md, compared with the last lines of the benches.</summary>
public sealed partial class BenchBudgetTests
{
    private static readonly Dictionary<string, string> s_sections = ReadSections();

    /// <summary>The benches that have a budget.</summary>
    public static TheoryData<string> Benches =>
        [.. s_sections.Where(section => Budgets(section.Value).Any()).Select(section => section.Key)];

    [Theory]
    [MemberData(nameof(Benches))]
    public void The_page_says_which_budgets_are_missed_and_of_no_other_that_it_is(string bench)
    {
        var line = JsonNode.Parse(File.ReadAllText(Repository.Path("bench", "results", $"{bench}.json")))!.AsObject();
        var budgets = Budgets(s_sections[bench]).ToList();

        var missed = budgets.Where(budget => !budget.IsMetBy(line)).Select(budget => budget.Figure).Distinct();
        var said = Missed()
            .Matches(s_sections[bench].ReplaceLineEndings(" "))
            .SelectMany(sentence => Names(sentence.Value))
            .Intersect(budgets.Select(budget => budget.Figure));

        Assert.Equal(missed.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    /// <summary>The sections of the page by their headings.</summary>
    private static Dictionary<string, string> ReadSections() =>
        File.ReadAllText(Repository.Path("docs", "bench.md"))
            .ReplaceLineEndings("\n")
            .Split("\n## ")
            .Skip(1)
            .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)]);

    private static IEnumerable<Budget> Budgets(string section)
    {
        foreach (Match table in Table().Matches(section))
        {
            foreach (var row in table.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var cells = row.Trim('|').Split('|', StringSplitOptions.TrimEntries);
                var limits = Limit().Matches(cells[^1]);
                Assert.True(cells[^1].Length == 0 || limits.Count > 0, $"{cells[^1]} is no budget that has a number");
                List<string> excepted = [.. Excepted().Matches(cells[^1]).Select(except => except.Groups[1].Value)];
                foreach (Match limit in limits)
                    yield return new Budget([.. Names(cells[0])], limit, excepted);
            }
        }
    }

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(name => name.Groups[1].Value);

    [GeneratedRegex(@"^\|.+\| budget \|\n\|[-|]+\|\n((?:\|.+\|\n)+)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(
        @"(?:`(?<figure>\w+)` )?(?:(?<bound>at most|at least|under) )?(?:twice `(?<other>\w+)`|\b(?<number>\d+(?:,\d{3})*(?:\.\d+)?))"
    )]
    private static partial Regex Limit();

    [GeneratedRegex(@"but for `(\w+)`")]
    private static partial Regex Excepted();

    [GeneratedRegex(@"(?:`\w+`[^.`]*)+miss(?:es its budget| their budgets)")]
    private static partial Regex Missed();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();

    /// <summary>A budget of a table.</summary>
    /// <param name="Row">The names in the first cell of the row.</param>
    /// <param name="Limit">The limit in the last cell.</param>
    /// <param name="Excepted">The parts of the bench's line that have no budget.</param>
    private sealed record Budget(IReadOnlyList<string> Row, Match Limit, IReadOnlyList<string> Excepted)
    {
        /// <summary>The figure that the budget is for: the one that it names, or the last one of the row.</summary>
        public string Figure => Limit.Groups["figure"].Success ? Limit.Groups["figure"].Value : Row[^1];

        public bool IsMetBy(JsonObject line)
        {
            var values = In(line).ToList();
            Assert.NotEmpty(values);
            var limit = Limit.Groups["other"].Success
                ? 2 * line[Limit.Groups["other"].Value]!.GetValue<double>()
                : double.Parse(Limit.Groups["number"].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
            return values.TrueForAll(value =>
                Limit.Groups["bound"].Value switch
                {
                    "at most" => value <= limit,
                    "at least" => value >= limit,
                    "under" => value < limit,
                    _ => value.Equals(limit),
                }
            );
        }

        /// <summary>The values of the figure: in the part that the row is about, or in the line.</summary>
        private IEnumerable<double> In(JsonObject line)
        {
            var part = Row.Select(name => line[name]).OfType<JsonObject>().FirstOrDefault();
            return Limit.Groups["figure"].Success && part is not null ? Below(part) : Below(line);
        }

        private IEnumerable<double> Below(JsonObject part) =>
            part[Figure] is JsonValue value
                ? [value.GetValue<double>()]
                : part.Where(property => !Excepted.Contains(property.Key, StringComparer.Ordinal))
                    .Select(property => property.Value)
                    .OfType<JsonObject>()
                    .SelectMany(Below);
    }
}
