using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Threads;

/// <summary>Reads the thread of a mail from one catalog file.</summary>
/// <remarks>
/// A thread is the mail that began it, the mails that refer to that one, the mails of the same series, and the comments
/// on all of these. What refers to a mail is a term of the full-text index, so a thread takes one look-up for each of
/// its mails, and no column for the references.
/// </remarks>
public static class ThreadReader
{
    /// <summary>The most mails of a thread. The oldest are kept.</summary>
    public const int MostMails = 500;

    private const string MembersSql = """
        WITH first AS MATERIALIZED (
            SELECT submission_kind, submission_id FROM mail WHERE rowid IN (SELECT rowid FROM fts WHERE fts MATCH $refers)
            UNION SELECT submission_kind, submission_id FROM mail WHERE msgid = $root
            UNION SELECT $kind, $id
            UNION SELECT other.kind, other.id FROM mail_series own JOIN mail_series other ON other.series = own.series
            WHERE own.kind = $kind AND own.id = $id)
        SELECT mail.rowid, mail.kind, mail.id, mail.submission_kind, mail.submission_id, mail.msgid,
            coalesce(patch.msgid, cover.msgid), mail.date, mail.subject, mail.submitter, person.name, person.email, patch.state,
            (SELECT count(*) FROM file WHERE file.mail = mail.rowid)
        FROM mail
        LEFT JOIN patch ON patch.id = mail.submission_id AND mail.submission_kind = 0
        LEFT JOIN cover ON cover.id = mail.submission_id AND mail.submission_kind = 1
        LEFT JOIN person ON person.id = mail.submitter
        WHERE (mail.submission_kind, mail.submission_id) IN first
        ORDER BY mail.date, mail.kind = 2, mail.rowid
        LIMIT $most
        """;

    /// <summary>The patch or cover letter that a mail is or is on; null if the mail is not known.</summary>
    public static (MailKind Kind, long Id)? SubmissionOf(SqliteConnection connection, string messageId)
    {
        using var found = new SqlStatement(
            connection,
            "SELECT submission_kind, submission_id FROM mail WHERE msgid = $id ORDER BY kind, rowid DESC LIMIT 1",
            [new("$id", messageId)]
        );
        return found.Next() ? ((MailKind)found.Integer(0), found.Integer(1)) : null;
    }

    /// <summary>The mails of a thread, by date.</summary>
    /// <param name="connection">The catalog file.</param>
    /// <param name="kind">The kind of one of its patches or cover letters.</param>
    /// <param name="id">The id of that.</param>
    /// <param name="root">The Message-ID of the mail that began it, without brackets.</param>
    public static IReadOnlyList<ThreadMail> Read(SqliteConnection connection, MailKind kind, long id, string root)
    {
        var (rows, mails) = ReadMembers(connection, kind, id, root);
        var texts = ReadTexts(connection, rows);
        var parents = Parents(rows, mails, ReadAnswers(connection, rows, mails));
        var read = new ThreadMail?[mails.Count];
        for (var index = 0; index < mails.Count; index++)
            Finish(index);
        return [.. read.OfType<ThreadMail>()];

        // Parents first. The path to the first mail has no circle.
        void Finish(int index)
        {
            var path = new Stack<int>();
            for (int? next = index; next is { } mail && read[mail] is null; next = parents[mail])
                path.Push(mail);
            while (path.TryPop(out var mail))
            {
                var parent = parents[mail] is { } known ? read[known] : null;
                read[mail] = mails[mail] with
                {
                    Text = texts.GetValueOrDefault(rows[mail], ""),
                    Parent = parent,
                    Depth = parent is null ? 0 : parent.Depth + 1,
                };
            }
        }
    }

    private static (List<long> Rows, List<ThreadMail> Mails) ReadMembers(
        SqliteConnection connection,
        MailKind kind,
        long id,
        string root
    )
    {
        var (rows, mails) = (new List<long>(), new List<ThreadMail>());
        using var read = new SqlStatement(
            connection,
            MembersSql,
            [
                new("$refers", ReferringTo(root)),
                new("$root", root),
                new("$kind", (long)kind),
                new("$id", id),
                new("$most", (long)MostMails),
            ]
        );
        while (read.Next())
        {
            var own = (MailKind)read.Integer(1);
            rows.Add(read.Integer(0));
            mails.Add(
                new ThreadMail
                {
                    Key = new MailKey(own, read.Integer(2), (MailKind)read.Integer(3), read.Integer(4)),
                    MessageId = read.Text(5),
                    SubmissionMessageId = FieldValues.MessageId(read.TextOrNull(6) ?? read.Text(5)),
                    Date = DateTimeOffset.UnixEpoch.AddTicks(read.Integer(7) * TimeSpan.TicksPerMicrosecond),
                    Subject = read.Text(8),
                    Submitter = read.Integer(9),
                    Name = read.TextOrNull(10),
                    Email = read.TextOrNull(11),
                    State = own == MailKind.Patch ? read.TextOrNull(12) : null,
                    Files = (int)read.Integer(13),
                }
            );
        }
        return (rows, mails);
    }

    private static Dictionary<long, string> ReadTexts(SqliteConnection connection, List<long> rows)
    {
        var texts = new Dictionary<long, string>(rows.Count);
        using var read = new SqlStatement(
            connection,
            "SELECT rowid, text FROM fts WHERE rowid IN (SELECT value FROM json_each($rows))",
            [new("$rows", $"[{string.Join(',', rows)}]")]
        );
        while (read.Next())
            texts[read.Integer(0)] = StoredText.Unpack(read.Bytes(1), (content, _) => content.ToString());
        return texts;
    }

    /// <summary>For each mail, those of the thread that it refers to.</summary>
    private static List<int>[] ReadAnswers(SqliteConnection connection, List<long> rows, List<ThreadMail> mails)
    {
        var indexes = rows.Select((row, index) => (row, index)).ToDictionary(item => item.row, item => item.index);
        var referred = new List<int>[rows.Count];
        for (var index = 0; index < rows.Count; index++)
            referred[index] = [];
        for (var index = 0; index < rows.Count; index++)
        {
            using var read = new SqlStatement(
                connection,
                "SELECT rowid FROM fts WHERE fts MATCH $refers",
                [new("$refers", ReferringTo(mails[index].MessageId))]
            );
            while (read.Next())
            {
                if (indexes.TryGetValue(read.Integer(0), out var answer) && answer != index)
                    referred[answer].Add(index);
            }
        }
        return referred;
    }

    /// <summary>
    /// The mail that each answers: of those it refers to, the one that refers to most of the thread, so the last of the
    /// chain. A comment that refers to none answers what it is on.
    /// </summary>
    private static int?[] Parents(List<long> rows, List<ThreadMail> mails, List<int>[] referred)
    {
        var submissions = new Dictionary<(MailKind, long), int>();
        for (var index = 0; index < mails.Count; index++)
        {
            if (mails[index].Key is { Kind: not MailKind.Comment } key)
                submissions[(key.Kind, key.Id)] = index;
        }
        var parents = new int?[rows.Count];
        for (var index = 0; index < rows.Count; index++)
        {
            var key = mails[index].Key;
            int? parent =
                referred[index].Count > 0 ? referred[index].MaxBy(other => (referred[other].Count, mails[other].Date))
                : key.Kind == MailKind.Comment
                && submissions.TryGetValue((key.SubmissionKind, key.SubmissionId), out var on)
                    ? on
                : null;
            // Mails can claim to answer each other.
            for (var above = parent; above is { } mail && parent is not null; above = parents[mail])
                parent = mail == index ? null : parent;
            parents[index] = parent;
        }
        return parents;
    }

    private static string ReferringTo(string messageId) =>
        ExactTerms.ExpressionOf(new ValueNode(QueryField.References, FieldValues.MessageId(messageId)))!;
}
