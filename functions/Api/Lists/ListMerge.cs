using Hookwork.Catalog.Files;

namespace Hookwork.Api.Lists;

/// <summary>Merges the sorted parts of a list.</summary>
internal static class ListMerge
{
    /// <summary>The rows of one page.</summary>
    public static IReadOnlyList<(ListPart Part, long Id)> Page(
        IReadOnlyList<ListPart> parts,
        IReadOnlyList<(string Sql, bool Descending)> keys,
        int skip,
        int most
    )
    {
        // A single part skips rows in SQL; several are read up to the page.
        var (below, within) = parts.Count == 1 ? (skip, 0) : (0, skip);
        List<SqlStatement> readers = [];
        List<(ListPart, long)> page = [];
        try
        {
            var next = new PriorityQueue<int, object?[]>(
                Comparer<object?[]>.Create((one, other) => Compare(one, other, keys))
            );
            foreach (var part in parts)
            {
                readers.Add(part.Rows(keys, below, within + most));
                Enqueue(next, readers, readers.Count - 1, keys.Count);
            }
            for (var at = 0; page.Count < most && next.TryDequeue(out var first, out _); at++)
            {
                if (at >= within)
                    page.Add((parts[first], readers[first].Integer(0)));
                Enqueue(next, readers, first, keys.Count);
            }
            return page;
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private static void Enqueue(PriorityQueue<int, object?[]> next, List<SqlStatement> readers, int part, int keys)
    {
        var row = readers[part];
        if (!row.Next())
            return;
        var values = new object?[keys];
        for (var at = 1; at <= keys; at++)
            values[at - 1] = row.IsInteger(at) ? row.Integer(at) : row.TextOrNull(at);
        next.Enqueue(part, values);
    }

    /// <summary>Compares as SQLite does: null, then numbers, then text by bytes.</summary>
    private static int Compare(object?[] one, object?[] other, IReadOnlyList<(string Sql, bool Descending)> keys)
    {
        for (var at = 0; at < keys.Count; at++)
        {
            var order = (one[at], other[at]) switch
            {
                (long a, long b) => a.CompareTo(b),
                (string a, string b) => string.CompareOrdinal(a, b),
                (var a, var b) => Rank(a).CompareTo(Rank(b)),
            };
            if (order != 0)
                return keys[at].Descending ? -order : order;
        }
        return 0;
    }

    private static int Rank(object? value) =>
        value switch
        {
            long => 1,
            string => 2,
            _ => 0,
        };
}
