using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;
using Hookwork.Mail.Diffs;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Threads;

/// <summary>Reads the thread of a mail from one catalog file, which <see cref="ThreadWriter"/> joined.</summary>
public static class ThreadReader
{
    /// <summary>The most mails that are read: the oldest, or those around the one that is asked for.</summary>
    public const int MostMails = 500;

    /// <summary>The number of characters after which no other mail is read, since the page is made in memory.</summary>
    public const int MostCharacters = 8_000_000;

    private static readonly string Sql = $"""
        SELECT {MailRows.Columns}, patch.state,
            (SELECT count(*) FROM file WHERE file.mail = mail.rowid), (SELECT packed FROM text WHERE text.mail = mail.rowid)
        {CatalogSchema.MailJoins}
        WHERE mail.rowid IN (
            SELECT member.rowid FROM mail AS member
            WHERE member.thread = (SELECT mail.thread FROM mail WHERE {CatalogSchema.HasMessageId("$id")} LIMIT 1)
            ORDER BY member.date, member.kind = 2, member.rowid LIMIT $most OFFSET $skip)
        ORDER BY mail.date, mail.kind = 2, mail.rowid
        """;

    /// <summary>How many mails of the thread come before the one that is asked for.</summary>
    private static readonly string BeforeSql = $"""
        SELECT count(*) FROM mail JOIN (
            SELECT mail.thread, mail.date, mail.kind = 2 AS comment, mail.rowid AS row FROM mail
            WHERE {CatalogSchema.HasMessageId("$id")} LIMIT 1) AS asked ON mail.thread = asked.thread
        WHERE (mail.date, mail.kind = 2, mail.rowid) < (asked.date, asked.comment, asked.row)
        """;

    /// <summary>
    /// The mails of a thread, by date, and whether it has more; none if the mail is not known.
    /// </summary>
    /// <param name="connection">The catalog file.</param>
    /// <param name="messageId">The Message-ID of one of the mails, without brackets.</param>
    public static (IReadOnlyList<ThreadMail> Mails, bool HasMore) Read(SqliteConnection connection, string messageId)
    {
        var (mails, hasMore) = Read(connection, messageId, skip: 0);
        if (hasMore && !mails.Exists(mail => mail.Row.MessageId == messageId))
        {
            using var before = new SqlStatement(connection, BeforeSql, [new("$id", messageId)]);
            (mails, _) = Read(connection, messageId, Math.Max(0, (before.Read() ?? 0) - MostMails / 2));
        }
        var parents = Parents(mails);
        var joined = new ThreadMail?[mails.Count];
        var path = new Stack<int>();
        for (var index = 0; index < mails.Count; index++)
        {
            for (int? next = index; next is { } mail && joined[mail] is null; next = parents[mail])
                path.Push(mail);
            while (path.TryPop(out var mail))
            {
                var parent = parents[mail] is { } known ? joined[known] : null;
                joined[mail] = mails[mail] with { Parent = parent, Depth = parent is null ? 0 : parent.Depth + 1 };
            }
        }
        return ([.. joined.OfType<ThreadMail>()], hasMore);
    }

    /// <summary>The mails of a thread by date, and whether more follow.</summary>
    /// <param name="skip">How many are left out before them.</param>
    private static (List<ThreadMail> Mails, bool HasMore) Read(SqliteConnection connection, string messageId, long skip)
    {
        List<ThreadMail> mails = [];
        var hasMore = false;
        using var read = new SqlStatement(
            connection,
            Sql,
            [new("$id", messageId), new("$most", MostMails + 1L), new("$skip", skip)]
        );
        var texts = CatalogDictionaries.Of(connection).Texts;
        var characters = 0L;
        while (!hasMore && read.Next())
        {
            hasMore = mails.Count == MostMails || characters >= MostCharacters;
            if (hasMore)
                continue;
            var (text, length) = StoredText.Unpack(texts, read.Bytes(16), TextOf);
            characters += length;
            mails.Add(MailOf(read, text));
        }
        return (mails, hasMore);
    }

    /// <summary>
    /// The text of a mail, and the characters that were read for it. If a whole patch is attached to the mail, its
    /// message is in front of the diff. Almost all diffs begin with a file, and need not be read.
    /// </summary>
    private static (string Text, int Length) TextOf(ReadOnlySpan<char> content, ReadOnlySpan<char> diff)
    {
        var text = content.ToString();
        if (diff.IsEmpty || Diff.BeginsWithFile(diff))
            return (text, text.Length);
        return (Diff.TextOf(text, diff.ToString()), text.Length + diff.Length);
    }

    private static ThreadMail MailOf(SqlStatement read, string text)
    {
        var row = MailRows.Of(read);
        return new ThreadMail
        {
            Row = row,
            State = row.Key.Kind == MailKind.Patch ? read.TextOrNull(14) : null,
            Files = (int)read.Integer(15),
            Text = text,
        };
    }

    /// <summary>
    /// The mail that each one replies to; null for none. If that mail is not in the thread, a comment counts as a reply
    /// to its patch or cover letter.
    /// </summary>
    private static int?[] Parents(List<ThreadMail> mails)
    {
        var byHash = new Dictionary<long, int>();
        var submissions = new Dictionary<(MailKind, long), int>();
        // Another mail may have the Message-ID of one that was received before, and an older date.
        foreach (var index in Enumerable.Range(0, mails.Count).OrderBy(index => mails[index].Row.Received))
        {
            var mail = mails[index].Row;
            byHash.TryAdd(CatalogSchema.IdHash(mail.MessageId), index);
            if (mail.Key.Kind != MailKind.Comment)
                submissions.TryAdd((mail.Key.Kind, mail.Key.Id), index);
        }
        var parents = new int?[mails.Count];
        for (var index = 0; index < mails.Count; index++)
        {
            var mail = mails[index].Row;
            int? parent =
                byHash.TryGetValue(mail.Parent ?? 0, out var direct) ? direct
                : mail.Key.Kind == MailKind.Comment
                && submissions.TryGetValue((mail.Key.SubmissionKind, mail.Key.SubmissionId), out var on)
                    ? on
                : null;
            // Two mails can claim to reply to each other.
            for (var above = parent; above is { } other && parent is not null; above = parents[other])
                parent = other == index ? null : parent;
            parents[index] = parent;
        }
        return parents;
    }
}
