using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Nodes;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Looks up the words and positions of a catalog file, to put them into a query.</summary>
internal sealed class Vocabulary(SqliteConnection connection)
{
    /// <summary>The most words of a stem that are looked up. An English stem has fewer forms.</summary>
    private const int MostWords = 100;

    /// <summary>The words of the file with the stem of a term, and the term.</summary>
    public IReadOnlyList<string> FormsOf(string term)
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

    /// <summary>
    /// The rows of the mails that have the words near each other, in their order or the same word twice. The index has
    /// the places of a word by row, so those of one mail are in memory at a time: a common word has millions.
    /// </summary>
    public IReadOnlyList<long> RowsOf(NearNode near)
    {
        var columns = QueryFields.NamesOf(near.Columns).ToHashSet(StringComparer.Ordinal);
        List<long> rows = [];
        List<(string Term, SqlStatement Places)> words = [];
        try
        {
            foreach (var term in near.Terms.Distinct(StringComparer.Ordinal))
                words.Add((term, PlacesOf(term)));
            for (var more = words.TrueForAll(word => word.Places.Next()); more; )
            {
                var row = words.Max(word => word.Places.Integer(0));
                more = words.TrueForAll(word => Skip(word.Places, row));
                if (!more || words.Exists(word => word.Places.Integer(0) > row))
                    continue;
                Dictionary<string, NearPositions> texts = new(StringComparer.Ordinal);
                foreach (var (term, places) in words)
                    more &= Take(term, places, row, texts);
                if (texts.Any(text => columns.Contains(text.Key) && text.Value.Match(near)))
                    rows.Add(row);
            }
            return rows;
        }
        finally
        {
            foreach (var (_, places) in words)
                places.Dispose();
        }
    }

    private SqlStatement PlacesOf(string term) =>
        new(connection, "SELECT doc, col, \"offset\" FROM term WHERE term = $term", [new("$term", term)]);

    /// <summary>Passes the places before a row; false if there are no others.</summary>
    private static bool Skip(SqlStatement places, long row)
    {
        while (places.Integer(0) < row)
        {
            if (!places.Next())
                return false;
        }
        return true;
    }

    /// <summary>Adds the places of a word in a row, by the column; false if there are no others after it.</summary>
    private static bool Take(string term, SqlStatement places, long row, Dictionary<string, NearPositions> texts)
    {
        while (places.Integer(0) == row)
        {
            var column = places.Text(1);
            if (!texts.TryGetValue(column, out var positions))
                texts.Add(column, positions = new NearPositions());
            positions.Add(term, (int)places.Integer(2));
            if (!places.Next())
                return false;
        }
        return true;
    }
}
