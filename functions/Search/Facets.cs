using System.Globalization;
using System.Runtime.InteropServices;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Microsoft.Data.Sqlite;

namespace Hookwork.Search;

/// <summary>The number of hits by state, submitter and month.</summary>
/// <param name="States">Of patches and the comments on them, the most frequent first.</param>
/// <param name="Submitters">The most frequent first; a person by e-mail address, with the name.</param>
/// <param name="Months">Such as <c>2026-03</c>, the oldest first.</param>
public sealed record Facets(IReadOnlyList<Facet> States, IReadOnlyList<Facet> Submitters, IReadOnlyList<Facet> Months)
{
    private const int MostSubmitters = 10;

    private const string Sql = """
        SELECT mail.submitter, mail.date, patch.state FROM mail
        LEFT JOIN patch ON patch.id = mail.submission_id AND mail.submission_kind = 0 WHERE {0}
        """;

    /// <summary>Counts the hits of a query in one catalog file.</summary>
    public static Facets Of(SqliteConnection connection, SearchQuery query)
    {
        var condition = QuerySql.Translate(query, connection);
        Dictionary<string, long> states = new(StringComparer.Ordinal);
        Dictionary<long, long> submitters = [];
        Dictionary<(int Year, int Month), long> months = [];
        // All in one pass: GROUP BY would store the hits, a million if the query is empty, and sort them three times.
        using (
            var row = new SqlStatement(
                connection,
                Sql.Replace("{0}", condition.Sql, StringComparison.Ordinal),
                condition.Parameters
            )
        )
        {
            while (row.Next())
            {
                var date = FieldValues.Date(row.Integer(1));
                Add(submitters, row.Integer(0));
                Add(months, (date.Year, date.Month));
                if (row.TextOrNull(2) is { } state)
                    Add(states, state);
            }
        }
        using var people = new SqlStatement(
            connection,
            "SELECT id, email, nullif(name, '') FROM person WHERE id IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(submitters.Keys)]
        );
        return new Facets(
            [.. states.Select(state => new Facet(state.Key, null, state.Value))],
            people.All(row => new Facet(row.Text(1), row.TextOrNull(2), submitters[row.Integer(0)])),
            [.. months.Select(month => new Facet(Name(month.Key), null, month.Value))]
        );
    }

    private static void Add<T>(Dictionary<T, long> counts, T value)
        where T : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;

    private static string Name((int Year, int Month) month) =>
        string.Create(CultureInfo.InvariantCulture, $"{month.Year:0000}-{month.Month:00}");

    /// <summary>Adds up the counts of several files.</summary>
    public static Facets Join(IEnumerable<Facets> facets)
    {
        var all = facets.ToList();
        return new Facets(
            [
                .. Sum(all.SelectMany(one => one.States))
                    .OrderByDescending(facet => facet.Count)
                    .ThenBy(facet => facet.Value, StringComparer.Ordinal),
            ],
            [
                .. Sum(all.SelectMany(one => one.Submitters))
                    .OrderByDescending(facet => facet.Count)
                    .ThenBy(facet => facet.Value, StringComparer.Ordinal)
                    .Take(MostSubmitters),
            ],
            [.. Sum(all.SelectMany(one => one.Months)).OrderBy(facet => facet.Value, StringComparer.Ordinal)]
        );
    }

    private static IEnumerable<Facet> Sum(IEnumerable<Facet> facets) =>
        facets
            .GroupBy(facet => facet.Value, StringComparer.Ordinal)
            .Select(same => same.First() with { Count = same.Sum(facet => facet.Count) });
}
