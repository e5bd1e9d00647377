using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;
using Microsoft.Data.Sqlite;

namespace Hookwork.Inbox;

/// <summary>
/// Finds the mails of inboxes: one for each project, by its link name or id, and <c>all</c> over every project.
/// </summary>
public sealed class InboxReader(Catalogs catalogs, ProjectNames names)
{
    /// <summary>The inbox of every project.</summary>
    public const string All = "all";

    /// <summary>The projects of an inbox; empty if there is no such inbox.</summary>
    internal async Task<IReadOnlyList<ProjectName>> ProjectsAsync(string inbox, CancellationToken cancellationToken)
    {
        var projects = await names.AllAsync(cancellationToken);
        List<ProjectName> own = [.. projects.Where(project => project.Is(inbox))];
        if (own.Count > 0)
            return own;
        return inbox == All ? projects : [];
    }

    /// <summary>The mails with a Message-ID, the one that was received first at the start.</summary>
    internal async Task<IReadOnlyList<InboxMail>> FindAsync(
        IReadOnlyList<ProjectName> projects,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        var mails = await ReadAsync(
            projects,
            connection => MailRows.WithMessageId(connection, messageId),
            cancellationToken
        );
        return [.. mails.OrderBy(FirstReceived)];
    }

    /// <summary>The Message-ID that a path means. One may have "%2F" itself, which is otherwise a slash.</summary>
    internal async Task<string> MessageIdAsync(
        IReadOnlyList<ProjectName> projects,
        InboxPath path,
        CancellationToken cancellationToken
    ) =>
        path.Literal != path.MessageId
        && (await FindAsync(projects, path.MessageId, cancellationToken)).Count == 0
        && (await FindAsync(projects, path.Literal, cancellationToken)).Count > 0
            ? path.Literal
            : path.MessageId;

    /// <summary>The thread of a mail, the oldest first, each Message-ID once; empty if there is no such mail.</summary>
    internal async Task<IReadOnlyList<InboxMail>> ThreadAsync(
        IReadOnlyList<ProjectName> projects,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        if ((await FindAsync(projects, messageId, cancellationToken)).Count == 0)
            return [];
        return await ThreadsAsync(projects, [messageId], int.MaxValue, cancellationToken);
    }

    /// <summary>
    /// The threads of mails, the oldest mail first, each Message-ID once. Over several projects, a mail that one of
    /// them lacks joins what the other has.
    /// </summary>
    /// <param name="enough">The number of mails after which no further thread is read.</param>
    internal async Task<IReadOnlyList<InboxMail>> ThreadsAsync(
        IReadOnlyList<ProjectName> projects,
        IReadOnlyCollection<string> messageIds,
        int enough,
        CancellationToken cancellationToken
    )
    {
        HashSet<string> read = new(StringComparer.Ordinal);
        HashSet<(long Project, long Thread)> threads = [];
        HashSet<string> known = new(messageIds, StringComparer.Ordinal);
        List<InboxMail> mails = [];
        using var leases = await catalogs.UseAllAsync(projects.Select(project => project.Id), cancellationToken);
        for (var news = messageIds; news.Count > 0; )
        {
            List<string> further = [];
            foreach (var (project, file) in projects.Zip(leases.Files))
            {
                file.Read(connection =>
                {
                    foreach (var thread in MailRows.ThreadsOf(connection, news))
                    {
                        if (read.Count >= enough)
                            break;
                        if (!threads.Add((project.Id, thread)))
                            continue;
                        foreach (var row in MailRows.OfThread(connection, thread))
                        {
                            var mail = new InboxMail(project, row);
                            mails.Add(mail);
                            read.Add(IdOf(mail));
                        }
                        if (projects.Count > 1)
                            further.AddRange(MailRows.MessageIdsOf(connection, thread).Where(known.Add));
                    }
                    return true;
                });
            }
            news = further;
        }
        return [.. Once(mails).OrderBy(mail => mail.Row.Date).ThenBy(mail => mail.Row.Row)];
    }

    /// <summary>
    /// Each Message-ID once: a mail may be in several projects, or a comment on several patches. The one that was
    /// received first stays: whoever sends another mail with its Message-ID also chooses the date of that mail.
    /// </summary>
    internal static IEnumerable<InboxMail> Once(IEnumerable<InboxMail> mails) =>
        mails.GroupBy(IdOf, StringComparer.Ordinal).Select(same => same.MinBy(FirstReceived)!);

    /// <summary>The order of mails with one Message-ID. A comment on a patch may have that of the patch.</summary>
    private static (DateTimeOffset Received, bool IsComment) FirstReceived(InboxMail mail) =>
        (mail.Row.Received, mail.Row.Key.Kind == MailKind.Comment);

    private static string IdOf(InboxMail mail) =>
        mail.Row.MessageId.Length > 0 ? mail.Row.MessageId : $"\n{mail.Project.Id} {mail.Row.Row}";

    /// <summary>The mails that were received last, the newest first, each Message-ID once.</summary>
    internal async Task<IReadOnlyList<InboxMail>> NewestAsync(
        IReadOnlyList<ProjectName> projects,
        int most,
        CancellationToken cancellationToken
    )
    {
        var mails = await ReadAsync(projects, connection => MailRows.Newest(connection, most), cancellationToken);
        var newest = Once(mails).OrderByDescending(mail => mail.Row.Received).ThenByDescending(mail => mail.Row.Row);
        return [.. newest.Take(most)];
    }

    private async Task<IReadOnlyList<InboxMail>> ReadAsync(
        IReadOnlyList<ProjectName> projects,
        Func<SqliteConnection, IReadOnlyList<MailRow>> read,
        CancellationToken cancellationToken
    )
    {
        using var leases = await catalogs.UseAllAsync(projects.Select(project => project.Id), cancellationToken);
        return
        [
            .. projects
                .Zip(leases.Files)
                .SelectMany(item => item.Second.Read(read), (item, row) => new InboxMail(item.First, row)),
        ];
    }
}
