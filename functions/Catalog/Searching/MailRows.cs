using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Searching;

/// <summary>Reads mails of a catalog by Message-ID, by thread, or the newest.</summary>
public static class MailRows
{
    /// <summary>The columns of <see cref="Of"/>.</summary>
    internal const string Columns = """
        mail.rowid, mail.kind, mail.id, mail.submission_kind, mail.submission_id, mail.msgid, mail.date, mail.subject,
            mail.submitter, person.name, person.email, mail.parent, coalesce(patch.msgid, cover.msgid), mail.received
        """;

    private const string Sql = $"SELECT {Columns} {CatalogSchema.MailJoins}";

    /// <summary>
    /// The number of mails, newest by date, among which those received last are searched. A moderator may hold a mail
    /// for days, and a sender's clock may be years ahead.
    /// </summary>
    private const int Recent = 5000;

    /// <summary>The mails with a Message-ID, the oldest first; usually one.</summary>
    /// <param name="messageId">Without brackets.</param>
    public static IReadOnlyList<MailRow> WithMessageId(SqliteConnection connection, string messageId) =>
        Read(
            connection,
            $"{Sql} WHERE {CatalogSchema.HasMessageId("$id")} ORDER BY mail.date, mail.rowid",
            new("$id", messageId)
        );

    /// <summary>The threads of mails by their Message-IDs, even of mails that are not archived.</summary>
    public static IReadOnlyList<long> ThreadsOf(SqliteConnection connection, IEnumerable<string> messageIds)
    {
        using var mail = new SqlStatement(
            connection,
            $"SELECT thread FROM mail WHERE {CatalogSchema.HasMessageId("?1")}"
        );
        using var ghost = new SqlStatement(connection, "SELECT thread FROM ghost WHERE msgid = ?1");
        return [.. messageIds.Select(id => mail.Read(id) ?? ghost.Read(id)).OfType<long>().Distinct()];
    }

    /// <summary>The Message-IDs of a thread, with those of mails that are not archived.</summary>
    public static IReadOnlyList<string> MessageIdsOf(SqliteConnection connection, long thread)
    {
        using var read = new SqlStatement(
            connection,
            "SELECT msgid FROM mail WHERE thread = $thread UNION SELECT msgid FROM ghost WHERE thread = $thread",
            [new("$thread", thread)]
        );
        return read.All(row => row.Text(0));
    }

    /// <summary>The mails of a thread, the oldest first.</summary>
    public static IReadOnlyList<MailRow> OfThread(SqliteConnection connection, long thread) =>
        Read(connection, $"{Sql} WHERE mail.thread = $thread ORDER BY mail.date, mail.rowid", new("$thread", thread));

    /// <summary>The mails that were received last, the newest first.</summary>
    public static IReadOnlyList<MailRow> Newest(SqliteConnection connection, int most) =>
        Read(
            connection,
            $"""
            {Sql} WHERE mail.rowid IN (
                SELECT recent FROM (SELECT rowid AS recent, received FROM mail ORDER BY date DESC LIMIT {Recent})
                ORDER BY received DESC, recent DESC LIMIT $most)
            ORDER BY mail.received DESC, mail.rowid DESC
            """,
            new("$most", (long)most)
        );

    /// <summary>The keys, subjects and texts of mails, by row.</summary>
    public static IReadOnlyDictionary<long, (MailKey Key, string Subject, StoredText Text)> Texts(
        SqliteConnection connection,
        IEnumerable<long> rows
    )
    {
        Dictionary<long, (MailKey, string, StoredText)> texts = [];
        using var read = new SqlStatement(
            connection,
            """
            SELECT mail.rowid, mail.kind, mail.id, mail.submission_kind, mail.submission_id,
                coalesce(mail.title, mail.subject), text.packed
            FROM text JOIN mail ON mail.rowid = text.mail
            WHERE text.mail IN (SELECT value FROM json_each($ids))
            """,
            [Ids.Parameter(rows)]
        );
        var dictionary = CatalogDictionaries.Of(connection).Texts;
        while (read.Next())
            texts[read.Integer(0)] = (
                KeyOf(read),
                read.Text(5),
                StoredText.Unpack(
                    dictionary,
                    read.Bytes(6),
                    (content, diff) => new StoredText(content.ToString(), diff.ToString())
                )
            );
        return texts;
    }

    private static List<MailRow> Read(SqliteConnection connection, string sql, KeyValuePair<string, object> parameter)
    {
        using var read = new SqlStatement(connection, sql, [parameter]);
        return read.All(Of);
    }

    /// <summary>The mail in the first columns.</summary>
    internal static MailRow Of(SqlStatement row) =>
        new(
            row.Integer(0),
            KeyOf(row),
            row.Text(5),
            FieldValues.MessageId(row.TextOrNull(12) ?? row.Text(5)),
            FieldValues.Date(row.Integer(6)),
            FieldValues.Date(row.Integer(13)),
            row.Text(7),
            row.Integer(8),
            row.TextOrNull(9),
            row.TextOrNull(10),
            row.IntegerOrNull(11)
        );

    /// <summary>The key in the columns after the row.</summary>
    internal static MailKey KeyOf(SqlStatement read) =>
        new((MailKind)read.Integer(1), read.Integer(2), (MailKind)read.Integer(3), read.Integer(4));
}
