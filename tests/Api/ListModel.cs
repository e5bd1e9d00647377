using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

/// <summary>A reference model of lists over the recording: it scans every resource for every request.</summary>
internal sealed class ListModel
{
    private static readonly string[] States =
    [
        "new",
        "under-review",
        "accepted",
        "rejected",
        "rfc",
        "not-applicable",
        "changes-requested",
        "awaiting-upstream",
        "superseded",
        "deferred",
    ];

    /// <summary>Sorts after any name, as NULL does in PostgreSQL.</summary>
    private const string Last = "\uffff";

    private readonly Dictionary<string, IReadOnlyList<JsonNode>> _lists = new(StringComparer.Ordinal)
    {
        ["patches"] = Exchanges.Read("patches"),
        ["covers"] = Exchanges.Read("covers"),
        ["series"] = Exchanges.Read("series"),
        ["events"] = Exchanges.Read("events"),
    };

    private readonly IReadOnlyList<JsonNode> _people = Exchanges.Read("people");
    private readonly IReadOnlyList<JsonNode> _users = Exchanges.Read("users");
    private readonly IReadOnlyList<JsonNode> _projects = Exchanges.Read("projects");

    public IReadOnlyList<JsonNode> Of(string list) => _lists[list];

    /// <summary>The ids of a page and the number of pages; null if the page does not exist.</summary>
    public (IReadOnlyList<long> Ids, int Pages)? Page(
        string list,
        IReadOnlyList<(string Name, string Value)> parameters
    )
    {
        string? LastOf(string name) => parameters.LastOrDefault(parameter => parameter.Name == name).Value;
        IEnumerable<JsonNode> rows = _lists[list];
        foreach (var filter in parameters.Select(parameter => parameter.Name).Distinct())
        {
            var values = parameters
                .Where(parameter => parameter.Name == filter)
                .Select(parameter => parameter.Value)
                .ToList();
            rows = rows.Where(row => Fits(list, row, filter, values));
            if (values.Exists(value => !IsKnown(filter, value)))
                rows = [];
        }

        var sorted = Sort(list, [.. rows], LastOf("order") ?? "");
        var size = int.TryParse(LastOf("per_page"), out var asked) && asked > 0 ? Math.Min(asked, 250) : 30;
        var pages = Math.Max(1, (sorted.Count + size - 1) / size);
        var page = LastOf("page") switch
        {
            null => 1,
            "last" => pages,
            var text => int.TryParse(text, out var number) ? number : 0,
        };
        return page < 1 || page > pages ? null : ([.. sorted.Skip((page - 1) * size).Take(size).Select(Id)], pages);
    }

    private bool IsKnown(string filter, string value) =>
        filter switch
        {
            "project" => _projects.Any(item => value == (string?)item["link_name"] || value == item["id"]!.ToString()),
            "submitter" => _people.Any(item => value == (string?)item["email"] || value == item["id"]!.ToString()),
            "delegate" => _users.Any(item => value == (string?)item["username"] || value == item["id"]!.ToString()),
            "series" => _lists["series"].Any(item => value == item["id"]!.ToString()),
            "patch" => _lists["patches"].Any(item => value == item["id"]!.ToString()),
            "cover" => _lists["covers"].Any(item => value == item["id"]!.ToString()),
            "state" => States.Contains(value, StringComparer.Ordinal)
                || (int.TryParse(value, out var number) && number >= 1 && number <= States.Length),
            _ => true,
        };

    private static bool Fits(string list, JsonNode row, string filter, List<string> values) =>
        filter switch
        {
            "since" => Date(row) >= Date(values[^1]),
            "before" => Date(row) < Date(values[^1]),
            "project" => values.Exists(value =>
                value == (string?)row["project"]!["link_name"] || value == row["project"]!["id"]!.ToString()
            ),
            "submitter" => values.Exists(value =>
                value == (string?)row["submitter"]!["email"] || value == row["submitter"]!["id"]!.ToString()
            ),
            "delegate" => row["delegate"] is { } user
                && values.Exists(value => value == (string?)user["username"] || value == user["id"]!.ToString()),
            "state" => values.Exists(value =>
                value == (string?)row["state"]
                || (int.TryParse(value, out var number) && States[number - 1] == (string?)row["state"])
            ),
            "series" when list == "events" => values.Exists(value =>
                value == row["payload"]!["series"]?["id"]!.ToString()
            ),
            "series" => values.Exists(value =>
                row["series"]!.AsArray().Any(series => series!["id"]!.ToString() == value)
            ),
            "patch" or "cover" => values.Exists(value => value == row["payload"]![filter]?["id"]!.ToString()),
            "category" => (string?)row["category"] == values[^1],
            "archived" => string.Equals(row["archived"]!.ToString(), values[^1], StringComparison.OrdinalIgnoreCase),
            "hash" => (string?)row["hash"] == values[^1],
            "msgid" => (string?)row["msgid"] == $"<{values[^1]}>",
            "q" => values[^1]
                .Split(' ')
                .All(word => ((string?)row["name"] ?? "").Contains(word, StringComparison.OrdinalIgnoreCase)),
            _ => true,
        };

    private static List<JsonNode> Sort(string list, List<JsonNode> rows, string order)
    {
        var terms = order.Split(',').Where(term => Key(list, term.TrimStart('-')) is not null).ToList();
        if (terms.Count == 0)
            terms.Add(list == "events" ? "-date" : "id");
        rows.Sort(
            (one, other) =>
            {
                foreach (var term in terms)
                {
                    var key = Key(list, term.TrimStart('-'))!;
                    var compared = Compare(key(one), key(other));
                    if (compared != 0)
                        return term.StartsWith('-') ? -compared : compared;
                }
                return terms[0].StartsWith('-') ? Id(other).CompareTo(Id(one)) : Id(one).CompareTo(Id(other));
            }
        );
        return rows;
    }

    private static Func<JsonNode, object>? Key(string list, string term) =>
        (list, term) switch
        {
            (_, "date") => row => Date(row).Ticks,
            ("events", _) => null,
            (_, "id") => row => Id(row),
            (_, "name") => row => (string?)row["name"] ?? Last,
            (_, "submitter") => row => (long)row["submitter"]!["id"]!,
            ("patches", "project") => row => (string)row["project"]!["link_name"]!,
            ("patches", "state") => row => (long)Array.IndexOf(States, (string)row["state"]!),
            ("patches", "archived") => row => (bool)row["archived"]! ? 1L : 0L,
            _ => null,
        };

    private static int Compare(object one, object other) =>
        one is string text ? string.CompareOrdinal(text, (string)other) : ((long)one).CompareTo((long)other);

    private static long Id(JsonNode row) => (long)row["id"]!;

    private static DateTime Date(JsonNode row) => Date((string)row["date"]!);

    private static DateTime Date(string date) => DateTime.Parse(date, CultureInfo.InvariantCulture);
}
