using System.Collections;
using System.Runtime.ExceptionServices;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Searching;

/// <summary>Runs queries on one catalog file.</summary>
public static class CatalogSearch
{
    /// <summary>The cost of looking up a match's date, in mails walked by date.</summary>
    private const double LookupInSteps = 10;

    /// <summary>
    /// The weights of the first columns of <c>fts</c>, for <c>bm25</c>: own, subject, sender, recipient, copied,
    /// quoted, files, added, removed, context, hunks. The other columns weigh 1.
    /// </summary>
    private const string Weights = "2, 8, 2, 1, 1, 0.5, 4, 1, 1, 0.5, 2";

    private const string HitSql = $"""
        SELECT {HitReader.Columns}
        {CatalogSchema.MailJoins}
        LEFT JOIN user ON user.id = patch.delegate
        LEFT JOIN mail_series ON mail_series.kind = mail.submission_kind AND mail_series.id = mail.submission_id
        LEFT JOIN series ON series.id = mail_series.series
        WHERE mail.rowid IN (SELECT value FROM json_each($ids))
        """;

    /// <summary>The number of matching mails, and the first of them.</summary>
    public static FoundMails Find(SqliteConnection connection, SearchQuery query, SearchOrder order, int most)
    {
        var condition = QuerySql.Translate(query, connection);
        if (order == SearchOrder.Relevance && condition.Ranking is { } ranking)
            return ByRelevance(connection, condition, ranking, most);
        if (order == SearchOrder.Received)
            return ByCondition(connection, condition, "received", most);
        if (query is { Root: EverythingNode, ThreadsOf.IsEmpty: true })
            return All(connection, most);
        return condition.Rows is { } rows
            ? ByRows(connection, rows, condition.Parameters, most)
            : ByCondition(connection, condition, "date", most);
    }

    private static FoundMails All(SqliteConnection connection, int most)
    {
        using var count = new SqlStatement(connection, "SELECT count(*) FROM mail");
        return new FoundMails((int)count.Read()!, Newest(connection, _ => true, most));
    }

    private static FoundMails ByRelevance(SqliteConnection connection, SqlCondition condition, string ranking, int most)
    {
        // Those without any of the phrases come last.
        var others = condition.IsRanked
            ? ""
            : $"UNION ALL SELECT rowid, date, 0 FROM mail WHERE {condition.Sql} AND rowid NOT IN (SELECT rowid FROM fts WHERE fts MATCH $ranking)";
        using var rows = new SqlStatement(
            connection,
            $"""
            SELECT mail.rowid AS row, mail.date AS date, bm25(fts, {Weights}) AS rank
            FROM fts JOIN mail ON mail.rowid = fts.rowid WHERE fts MATCH $ranking AND {condition.Sql}
            {others} ORDER BY rank, date DESC, row DESC
            """,
            [.. condition.Parameters, new("$ranking", ranking)]
        );
        var total = 0;
        List<FoundMail> found = [];
        for (; rows.Next(); total++)
        {
            if (total < most)
                found.Add(new FoundMail(rows.Integer(0), rows.Real(2), rows.Integer(1)));
        }
        return new FoundMails(total, found);
    }

    /// <summary>Collects the matches from an index, then orders them.</summary>
    private static FoundMails ByRows(
        SqliteConnection connection,
        string sql,
        IEnumerable<KeyValuePair<string, object>> parameters,
        int most
    )
    {
        List<long> rows;
        using (var read = new SqlStatement(connection, sql, parameters))
            rows = read.All(row => row.Integer(0));
        // Rows are numbered from 1 with few gaps, so a bit array takes less memory than a hash set.
        var (matches, total) = (new BitArray(rows.Count == 0 ? 0 : (int)rows.Max() + 1), 0);
        foreach (var row in rows)
        {
            total += matches[(int)row] ? 0 : 1;
            matches[(int)row] = true;
        }
        using var last = new SqlStatement(connection, "SELECT max(rowid) FROM mail");
        // The number of mails to walk to find the newest, if matches are spread evenly.
        var steps = (double)most * (last.Read() ?? 0) / total;
        if (steps < LookupInSteps * total)
            return new FoundMails(total, Newest(connection, row => row < matches.Length && matches[(int)row], most));
        using var dated = new SqlStatement(
            connection,
            "SELECT rowid, date FROM mail WHERE rowid IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(rows)]
        );
        return Newest(dated, most);
    }

    private static FoundMails ByCondition(SqliteConnection connection, SqlCondition condition, string key, int most)
    {
        using var rows = new SqlStatement(
            connection,
            $"SELECT rowid, {key} FROM mail WHERE {condition.Sql}",
            condition.Parameters
        );
        return Newest(rows, most);
    }

    /// <summary>Walks mails by date until enough wanted ones are found.</summary>
    private static List<FoundMail> Newest(SqliteConnection connection, Func<long, bool> isWanted, int most)
    {
        List<FoundMail> found = [];
        using var rows = new SqlStatement(connection, "SELECT rowid, date FROM mail ORDER BY date DESC, rowid DESC");
        while (found.Count < most && rows.Next())
        {
            if (isWanted(rows.Integer(0)))
                found.Add(new FoundMail(rows.Integer(0), 0, rows.Integer(1)));
        }
        return found;
    }

    /// <summary>Counts the rows and keeps the newest.</summary>
    private static FoundMails Newest(SqlStatement rows, int most)
    {
        var total = 0;
        var newest = new PriorityQueue<long, (long Date, long Row)>();
        for (; rows.Next(); total++)
        {
            var (row, date) = (rows.Integer(0), rows.Integer(1));
            if (newest.Count < most)
                newest.Enqueue(row, (date, row));
            else
                newest.EnqueueDequeue(row, (date, row));
        }
        var found = new FoundMail[newest.Count];
        while (newest.TryDequeue(out var row, out var at))
            found[newest.Count] = new FoundMail(row, 0, at.Date);
        return new FoundMails(total, found);
    }

    /// <summary>The hits for rows, by row.</summary>
    /// <param name="withSnippet">The rows that get a snippet.</param>
    /// <exception cref="SlowQueryException">It takes too long.</exception>
    public static IReadOnlyDictionary<long, SearchHit> Hits(
        CatalogFile file,
        SearchQuery query,
        IReadOnlyCollection<long> rows,
        IReadOnlyCollection<long> withSnippet,
        QueryLimit limit
    )
    {
        Dictionary<long, SearchHit> hits = [];
        // Snippets take the longest, so two threads read them.
        List<long>[] halves =
        [
            [.. withSnippet.Take(withSnippet.Count / 2)],
            [.. withSnippet.Skip(withSnippet.Count / 2)],
        ];
        var snippets = new Dictionary<long, Snippet>[halves.Length];
        try
        {
            Parallel.Invoke(
                () => hits = limit.Read(file, connection => ReadHits(connection, rows)),
                () => snippets[0] = limit.Read(file, connection => ReadSnippets(connection, query, halves[0])),
                () => snippets[1] = limit.Read(file, connection => ReadSnippets(connection, query, halves[1]))
            );
        }
        catch (AggregateException exception) when (exception.InnerExceptions is [SlowQueryException slow, ..])
        {
            ExceptionDispatchInfo.Throw(slow);
        }
        foreach (var (row, snippet) in snippets.SelectMany(some => some))
        {
            // A mail that changed since has another row.
            if (hits.TryGetValue(row, out var hit))
                hits[row] = hit with { Snippet = snippet };
        }
        return hits;
    }

    private static Dictionary<long, SearchHit> ReadHits(SqliteConnection connection, IReadOnlyCollection<long> rows)
    {
        var hits = new Dictionary<long, SearchHit>(rows.Count);
        var reader = new HitReader();
        using var read = new SqlStatement(connection, HitSql, [Ids.Parameter(rows)]);
        while (read.Next())
            reader.Add(read, hits);
        return hits;
    }

    private static Dictionary<long, Snippet> ReadSnippets(
        SqliteConnection connection,
        SearchQuery query,
        IReadOnlyCollection<long> rows
    )
    {
        var snippets = new Dictionary<long, Snippet>(rows.Count);
        if (rows.Count == 0)
            return snippets;
        using var read = new SqlStatement(
            connection,
            "SELECT mail, packed FROM text WHERE mail IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(rows)]
        );
        var texts = CatalogDictionaries.Of(connection).Texts;
        while (read.Next())
            snippets[read.Integer(0)] = Snippets.Of(texts, read.Bytes(1), query);
        return snippets;
    }
}
