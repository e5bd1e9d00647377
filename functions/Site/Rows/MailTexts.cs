using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail.Diffs;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads the texts of patches and cover letters.</summary>
internal static class MailTexts
{
    /// <summary>The text and the diff of patches or cover letters, by id.</summary>
    public static IReadOnlyDictionary<long, StoredText> Of(
        SqliteConnection connection,
        MailKind kind,
        IEnumerable<long> ids
    ) => Read(connection, kind, ids, (content, diff) => new StoredText(content.ToString(), diff.ToString()));

    /// <summary>The text of patches or cover letters without the diff, by id: see <see cref="Diff.TextOf(string, string)"/>.</summary>
    public static IReadOnlyDictionary<long, string> Contents(
        SqliteConnection connection,
        MailKind kind,
        IEnumerable<long> ids
    ) => Read(connection, kind, ids, (content, diff) => Diff.TextOf(content.ToString(), diff.ToString()));

    private static Dictionary<long, T> Read<T>(
        SqliteConnection connection,
        MailKind kind,
        IEnumerable<long> ids,
        Func<ReadOnlySpan<char>, ReadOnlySpan<char>, T> text
    )
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT mail.id, text.packed FROM mail JOIN text ON text.mail = mail.rowid
            WHERE mail.submission_id IN (SELECT value FROM json_each($ids)) AND mail.submission_kind = $kind AND mail.kind = $kind
            """,
            [Ids.Parameter(ids), new("$kind", (long)kind)]
        );
        var texts = new Dictionary<long, T>();
        var dictionary = CatalogDictionaries.Of(connection).Texts;
        while (read.Next())
            texts[read.Integer(0)] = StoredText.Unpack(dictionary, read.Bytes(1), text);
        return texts;
    }
}
