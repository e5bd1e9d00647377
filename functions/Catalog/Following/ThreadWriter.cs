using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Following;

/// <summary>
/// Joins mails into threads, in any order of arrival: those that refer to each other by References or In-Reply-To,
/// directly or through mails that are not archived. Two threads that a mail refers to become one, and stay one if that
/// mail is deleted.
/// </summary>
internal sealed class ThreadWriter(SqliteConnection connection)
{
    private readonly SqlStatement _mail = new(
        connection,
        $"SELECT thread FROM mail WHERE {CatalogSchema.HasMessageId("?1")}"
    );
    private readonly SqlStatement _ghost = new(connection, "SELECT thread FROM ghost WHERE msgid = ?1");
    private readonly SqlStatement _next = new(
        connection,
        "SELECT 1 + max(coalesce((SELECT max(thread) FROM mail), 0), coalesce((SELECT max(thread) FROM ghost), 0))"
    );
    private readonly SqlStatement _size = new(
        connection,
        "SELECT (SELECT count(*) FROM mail WHERE thread = ?1) + (SELECT count(*) FROM ghost WHERE thread = ?1)"
    );
    private readonly SqlStatement _moveMails = new(connection, "UPDATE mail SET thread = ?1 WHERE thread = ?2");
    private readonly SqlStatement _moveGhosts = new(connection, "UPDATE ghost SET thread = ?1 WHERE thread = ?2");
    private readonly SqlStatement _addGhost = new(
        connection,
        "INSERT OR IGNORE INTO ghost (msgid, thread) VALUES (?1, ?2)"
    );
    private readonly SqlStatement _removeGhost = new(connection, "DELETE FROM ghost WHERE msgid = ?1");

    /// <summary>The thread of a mail that is about to be written; other threads that it refers to are joined to it.</summary>
    /// <param name="messageId">Without brackets; may be empty.</param>
    /// <param name="references">The Message-IDs that it refers to, without brackets.</param>
    public long Join(string messageId, IReadOnlyList<string> references)
    {
        HashSet<long> threads = [];
        List<string> missing = [];
        if (messageId.Length > 0 && Find(messageId) is { } own)
            threads.Add(own);
        foreach (var reference in references.Where(reference => reference.Length > 0 && reference != messageId))
        {
            if (Find(reference) is { } thread)
                threads.Add(thread);
            else
                missing.Add(reference);
        }
        // The larger thread stays, so that a mail moves at most as often as its thread can double.
        var joined =
            threads.Count > 1 ? threads.MaxBy(thread => _size.Read(thread))
            : threads.Count == 1 ? threads.Single()
            : _next.Read()!.Value;
        foreach (var other in threads.Where(other => other != joined))
        {
            _moveMails.Run(joined, other);
            _moveGhosts.Run(joined, other);
        }
        foreach (var reference in missing)
            _addGhost.Run(reference, joined);
        _removeGhost.Run(messageId);
        return joined;
    }

    private long? Find(string messageId) => _mail.Read(messageId) ?? _ghost.Read(messageId);
}
