using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Input;

namespace Hookwork.Ingest.Walking;

/// <summary>The input of <c>POST /ops/backfill</c> and <c>POST /ops/reconcile</c>.</summary>
/// <param name="Projects">Link names or ids; empty for all followed projects.</param>
/// <param name="From">The first date of a backfill, inclusive; null for no bound.</param>
/// <param name="To">The last date, exclusive; null for no bound.</param>
public sealed record WalkRequest(WalkScope Scope, IReadOnlyList<string> Projects, string? From, string? To)
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>Reads <c>projects</c>, <c>from</c> and <c>to</c>, all optional.</summary>
    /// <exception cref="InputException">A field is not valid.</exception>
    public static WalkRequest Backfill(JsonObject input)
    {
        OperatorInput.Admit(input, "projects", "from", "to");
        var (from, to) = (Date(input, "from"), Date(input, "to"));
        if (from is not null && to is not null && Parse(from) >= Parse(to))
            throw new InputException($"from is {from} and to is {to}: from must be the earlier one.");
        return new WalkRequest(WalkScope.Backfill, ReadProjects(input), WithTime(from), WithTime(to));
    }

    /// <summary>Reads <c>projects</c> and <c>scope</c>, both optional.</summary>
    /// <exception cref="InputException">A field is not valid.</exception>
    public static WalkRequest Reconcile(JsonObject input)
    {
        OperatorInput.Admit(input, "projects", "scope");
        var scope = Text(input, "scope") switch
        {
            null or "all" => WalkScope.All,
            "recent" => WalkScope.Recent,
            "unarchived" => WalkScope.Unarchived,
            var other => throw new InputException(
                $"scope is '{Printable.Escape(other)}': give recent, unarchived or all."
            ),
        };
        return new WalkRequest(scope, ReadProjects(input), null, null);
    }

    private static IReadOnlyList<string> ReadProjects(JsonObject input) =>
        input["projects"] switch
        {
            null => [],
            JsonArray names
                when names.All(name => name?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number) =>
            [
                .. names.Select(name => name!.ToString()),
            ],
            _ => throw new InputException("projects is not a list of link names or ids: give one."),
        };

    private static string? Date(JsonObject input, string name)
    {
        var date = Text(input, name);
        return date is null || Parse(date) is not null
            ? date
            : throw new InputException(
                $"{name} is '{Printable.Escape(date)}': give a date such as 2026-01-31 or 2026-01-31T00:00:00."
            );
    }

    private static string? Text(JsonObject input, string name) =>
        input[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? text) => text,
            _ => throw new InputException($"{name} is not a string."),
        };

    /// <summary>Django before 4.0 reads no date without a time: Patchwork then answers with an empty list.</summary>
    private static string? WithTime(string? date) => date?.Length == DateForms[0].Length ? $"{date}T00:00:00" : date;

    private static DateTime? Parse(string date) =>
        DateTime.TryParseExact(date, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed
            : null;
}
