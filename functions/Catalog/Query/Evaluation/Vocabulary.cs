using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Nodes;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Looks up the words and positions of a catalog file, to put them into a query.</summary>
internal sealed class Vocabulary(SqliteConnection connection)
{
    /// <summary>A stem has fewer forms in English.</summary>
    private const int MostWords = 100;

    /// <summary>The words of the file with the stem of a term, and the term.</summary>
    public IReadOnlyList<string> Like(string term)
    {
        if (Stems.Of(term) is not { } stem)
            return [term];
        using var words = new SqlStatement(
            connection,
            $"SELECT word FROM stem WHERE stem = $stem LIMIT {MostWords}",
            [new("$stem", stem)]
        );
        SortedSet<string> found = new(StringComparer.Ordinal) { term, stem };
        while (words.Next())
            found.Add(words.Text(0));
        return [.. found];
    }

    /// <summary>The rows of the mails that have the words near each other.</summary>
    public IReadOnlyList<long> RowsOf(NearNode near)
    {
        var columns = QueryFields.NamesOf(near.Columns).ToHashSet(StringComparer.Ordinal);
        Dictionary<(long Row, string Column), NearPositions> places = [];
        foreach (var term in near.Terms.Distinct(StringComparer.Ordinal))
        {
            using var instances = new SqlStatement(
                connection,
                "SELECT doc, col, \"offset\" FROM term WHERE term = $term",
                [new("$term", term)]
            );
            while (instances.Next())
            {
                var column = instances.Text(1);
                if (!columns.Contains(column))
                    continue;
                var place = (instances.Integer(0), column);
                if (!places.TryGetValue(place, out var positions))
                {
                    // A text without the first of the words cannot match.
                    if (term != near.Terms[0])
                        continue;
                    places.Add(place, positions = new NearPositions());
                }
                positions.Add(term, (int)instances.Integer(2));
            }
        }
        return [.. places.Where(place => place.Value.Match(near)).Select(place => place.Key.Row).Distinct().Order()];
    }
}
