using Hookwork.Catalog.Query;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog;

/// <summary>Answers a query from one catalog file.</summary>
internal static class CatalogSearch
{
    /// <summary>Above this many matches it is quicker to walk over the mails by date than to sort the matches.</summary>
    private const long ManyMatches = 1000;

    private const string HitSql = """
        SELECT mail.rowid, mail.kind, mail.id, mail.submission_kind, mail.submission_id, mail.msgid, parent.msgid, mail.date, mail.subject,
            mail.submitter, person.name, person.email, mail.pull, patch.state, patch.archived, patch.check_state, user.username, user.email
        FROM mail
        LEFT JOIN mail AS parent ON mail.kind = 2 AND parent.submission_id = mail.submission_id AND parent.submission_kind = mail.submission_kind
            AND parent.kind = mail.submission_kind AND parent.id = mail.submission_id AND parent.masked = 0
        LEFT JOIN person ON person.id = mail.submitter
        LEFT JOIN patch ON patch.id = mail.submission_id AND mail.submission_kind = 0
        LEFT JOIN user ON user.id = patch.delegate
        WHERE mail.rowid IN (SELECT value FROM json_each($rows))
        """;

    private const string SeriesSql = """
        SELECT mail.rowid, mail_series.series, series.name, series.version
        FROM mail
        JOIN mail_series ON mail_series.kind = mail.submission_kind AND mail_series.id = mail.submission_id
        LEFT JOIN series ON series.id = mail_series.series
        WHERE mail.rowid IN (SELECT value FROM json_each($rows))
        ORDER BY mail_series.series
        """;

    /// <summary>How many mails match, and the first of them.</summary>
    public static FoundMails Find(SqliteConnection connection, SearchQuery query, SearchOrder order, int most)
    {
        var condition = QuerySql.Translate(query);
        if (order == SearchOrder.Relevance && condition.Ranking is not null)
            return new FoundMails(Count(connection, condition), Ranked(connection, condition, most));
        if (query.Root is not EverythingNode && (condition.FullText is null || HasMasked(connection)))
            return CountedAndSorted(connection, condition, most);

        var total = Count(connection, condition);
        if (total > ManyMatches)
            condition = QuerySql.Translate(query, forManyMatches: true);
        return new FoundMails(total, total == 0 ? [] : Sorted(connection, condition, most));
    }

    private static long Count(SqliteConnection connection, SqlCondition condition)
    {
        using var command = connection.CreateCommand();
        if (condition.FullText is { } fullText && !HasMasked(connection))
        {
            command.CommandText = "SELECT count(*) FROM fts WHERE fts MATCH $expression";
            command.Parameters.AddWithValue("$expression", fullText);
        }
        else
        {
            command.CommandText = $"SELECT count(*) FROM mail WHERE masked = 0 AND {condition.Sql}";
            condition.AddParametersTo(command);
        }
        return (long)command.ExecuteScalar()!;
    }

    private static List<FoundMail> Ranked(SqliteConnection connection, SqlCondition condition, int most)
    {
        using var command = Command(
            connection,
            $"""
            SELECT 0, mail.rowid, mail.date, bm25(fts, 8, 2, 1, 1, 2, 0.5, 4, 1, 1, 0.5, 2) AS rank FROM fts JOIN mail ON mail.rowid = fts.rowid
            WHERE fts MATCH $ranking AND mail.masked = 0 AND {condition.Sql} ORDER BY rank, mail.date DESC, mail.rowid DESC LIMIT $most
            """,
            condition,
            most);
        command.Parameters.AddWithValue("$ranking", condition.Ranking);
        return Read(command).Found;
    }

    private static List<FoundMail> Sorted(SqliteConnection connection, SqlCondition condition, int most)
    {
        using var command = Command(
            connection, $"SELECT 0, mail.rowid, mail.date, 0.0 FROM mail WHERE masked = 0 AND {condition.Sql} ORDER BY mail.date DESC, mail.rowid DESC LIMIT $most", condition, most);
        return Read(command).Found;
    }

    /// <summary>In one statement, where the condition costs the most.</summary>
    private static FoundMails CountedAndSorted(SqliteConnection connection, SqlCondition condition, int most)
    {
        using var command = Command(
            connection,
            $"""
            WITH hit AS MATERIALIZED (SELECT mail.rowid AS number, mail.date AS date FROM mail WHERE masked = 0 AND {condition.Sql})
            SELECT (SELECT count(*) FROM hit), number, date, 0.0 FROM hit ORDER BY date DESC, number DESC LIMIT $most
            """,
            condition,
            most);
        var (total, found) = Read(command);
        return new FoundMails(total, found);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, SqlCondition condition, int most)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$most", most);
        condition.AddParametersTo(command);
        return command;
    }

    private static (long Total, List<FoundMail> Found) Read(SqliteCommand command)
    {
        var total = 0L;
        List<FoundMail> found = [];
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            total = reader.GetInt64(0);
            found.Add(new FoundMail(reader.GetInt64(1), reader.GetDouble(3), reader.GetInt64(2)));
        }
        return (total, found);
    }

    /// <summary>What is shown of rows, by row.</summary>
    public static IReadOnlyDictionary<long, SearchHit> Hits(SqliteConnection connection, IReadOnlyCollection<long> rows)
    {
        var series = SeriesOf(connection, rows);
        var hits = new Dictionary<long, SearchHit>(rows.Count);
        using var command = connection.CreateCommand();
        command.CommandText = HitSql;
        command.Parameters.AddWithValue("$rows", Json(rows));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var hit = Read(reader);
            hits[hit.Row] = series.TryGetValue(hit.Row, out var of) ? hit with { Series = of } : hit;
        }
        return hits;
    }

    /// <summary>Snippets of rows, by row.</summary>
    public static IReadOnlyDictionary<long, Snippet> SnippetsOf(SqliteConnection connection, SearchQuery query, IReadOnlyCollection<long> rows)
    {
        var snippets = new Dictionary<long, Snippet>(rows.Count);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT mail, text FROM mail_text WHERE mail IN (SELECT value FROM json_each($rows))";
        command.Parameters.AddWithValue("$rows", Json(rows));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            // Not as a stream, which would look the row up once more.
            snippets[reader.GetInt64(0)] = Snippets.Of(StoredText.Unpack(reader.GetFieldValue<byte[]>(1)), query);
        }
        return snippets;
    }

    private static Dictionary<long, List<HitSeries>> SeriesOf(SqliteConnection connection, IReadOnlyCollection<long> rows)
    {
        var series = new Dictionary<long, List<HitSeries>>(rows.Count);
        using var command = connection.CreateCommand();
        command.CommandText = SeriesSql;
        command.Parameters.AddWithValue("$rows", Json(rows));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (!series.TryGetValue(reader.GetInt64(0), out var of))
                series.Add(reader.GetInt64(0), of = []);
            of.Add(new HitSeries(reader.GetInt64(1), Text(reader, 2), reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        }
        return series;
    }

    private static SearchHit Read(SqliteDataReader reader) =>
        new()
        {
            Row = reader.GetInt64(0),
            Key = new MailKey((MailKind)reader.GetInt64(1), reader.GetInt64(2), (MailKind)reader.GetInt64(3), reader.GetInt64(4)),
            MessageId = reader.GetString(5),
            SubmissionMessageId = Text(reader, 6) ?? reader.GetString(5),
            Date = DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(7) * TimeSpan.TicksPerMicrosecond),
            Subject = reader.GetString(8),
            Submitter = reader.GetInt64(9),
            SubmitterName = Text(reader, 10),
            SubmitterEmail = Text(reader, 11),
            IsPull = reader.GetInt64(12) != 0,
            Status = Text(reader, 13) is { } state
                ? new PatchStatus(state, reader.GetInt64(14) != 0, reader.GetString(15), Text(reader, 16), Text(reader, 17))
                : null,
        };

    private static bool HasMasked(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM mail WHERE masked = 1)";
        return (long)command.ExecuteScalar()! != 0;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string Json(IEnumerable<long> rows) => $"[{string.Join(',', rows)}]";
}
