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
        WITH hit AS MATERIALIZED (SELECT mail.submission_kind, mail.submission_id, mail.submitter, mail.date FROM mail WHERE {0})
        SELECT 0, patch.state, NULL, count(*) FROM hit JOIN patch ON patch.id = hit.submission_id AND hit.submission_kind = 0 GROUP BY patch.state
        UNION ALL
        SELECT 1, person.email, nullif(person.name, ''), count FROM (SELECT submitter, count(*) AS count FROM hit GROUP BY submitter) JOIN person ON person.id = submitter
        UNION ALL
        SELECT 2, strftime('%Y-%m', date / 1000000, 'unixepoch') AS month, NULL, count(*) FROM hit GROUP BY month
        """;

    /// <summary>Counts the hits of a query in one catalog file.</summary>
    public static Facets Of(SqliteConnection connection, SearchQuery query)
    {
        var condition = QuerySql.Translate(query, connection);
        using var row = new SqlStatement(
            connection,
            Sql.Replace("{0}", condition.Sql, StringComparison.Ordinal),
            condition.Parameters
        );
        List<Facet>[] facets =
        [
            [],
            [],
            [],
        ];
        while (row.Next())
            facets[row.Integer(0)].Add(new Facet(row.Text(1), row.TextOrNull(2), row.Integer(3)));
        return new Facets(facets[0], facets[1], facets[2]);
    }

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
